"""What the console says when a part cannot be started, and what to do about it."""

from pathlib import Path

from perfgym.embedded.errors import ServerFailed
from perfgym.errors import LearnerError, PlatformError


class NoSecretKey(LearnerError):
    def __init__(self) -> None:
        super().__init__(
            "PERFGYM_SECRET_KEY is not set, and a deployment has no default for it.\n"
            'Make one: python3 -c "import secrets; print(secrets.token_urlsafe(48))"\n'
            "Keep it secret, and set the same one for the site and the workers.\n"
            "On your own machine `perfgym up` keeps one for you."
        )


class PortTaken(LearnerError):
    def __init__(self, port: int, why: str) -> None:
        other = port + 1 if port < 65535 else 8000
        super().__init__(f"Port {port} of 127.0.0.1 cannot be used: {why}. Choose another, for example: --port {other}")


class NoTests(LearnerError):
    def __init__(self, root: Path) -> None:
        super().__init__(
            f"No tests can be run in {root}: this is no checkout, or its test requirements are not installed.\n"
            "Clone the repository and start there: python3 manage.py test"
        )


class NotPrepared(ServerFailed):
    """Migrations or the local accounts failed."""

    def __init__(self, log: Path, tail: str) -> None:
        super().__init__("The database", "could not be prepared", log, tail)


class PartEnded(ServerFailed):
    def __init__(self, name: str, log: Path, tail: str) -> None:
        super().__init__(name, "ended by itself, so everything was stopped; the data are kept", log, tail)


class PartNotReady(ServerFailed):
    def __init__(self, name: str, seconds: int, log: Path, tail: str) -> None:
        super().__init__(name, f"did not answer within {seconds} s", log, tail)


class Unexpected(PlatformError):
    def __init__(self, problem: BaseException) -> None:
        super().__init__(
            f"PerfGym failed in a way that it did not expect: {type(problem).__name__}: {problem}\n"
            "The same command with --traceback shows where"
        )
