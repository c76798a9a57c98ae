"""What can go wrong with the state folder and the servers in it, each with what to do about it."""

from pathlib import Path

from perfgym.errors import LearnerError, PlatformError


class OtherVersion(LearnerError):
    def __init__(self, home: Path, found: str, ours: str) -> None:
        super().__init__(
            f"{home} was written by another version of PerfGym: its state is version {found!r}, ours {ours!r}.\n"
            "Nothing was touched. Use the PerfGym that wrote it, or set PERFGYM_HOME to another folder."
        )


class NotOurs(LearnerError):
    def __init__(self, home: Path, owner: str) -> None:
        super().__init__(
            f"{home} belongs to {owner}, not to you. Nothing was touched.\n"
            "Start PerfGym as that user, or set PERFGYM_HOME to a folder of your own."
        )


class NotWritable(LearnerError):
    def __init__(self, home: Path, why: str) -> None:
        super().__init__(
            f"PerfGym cannot keep its state in {home}: {why}.\nSet PERFGYM_HOME to a folder that you can write to."
        )


class AlreadyRunning(LearnerError):
    def __init__(self, home: Path, address: str, pid: str) -> None:
        where = f" at {address}" if address else ""
        super().__init__(
            f"PerfGym is already running{where} (process {pid}) with the state in {home}.\n"
            "Use that one, stop it with Ctrl-C, or set PERFGYM_HOME to another folder for a second one."
        )


class BadUrl(LearnerError):
    """The message never repeats the address: it may hold a password."""

    def __init__(self, variable: str, needs: str) -> None:
        super().__init__(f"{variable} is not an address that PerfGym understands. It needs {needs}.")


class DiskFull(PlatformError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The disk that holds {folder} is full: the databases need about 300 MB.\n"
            "Make room, or set PERFGYM_HOME to a folder on another disk, and start again. Nothing was lost"
        )


class NoBinary(PlatformError):
    def __init__(self, server: str, cure: str) -> None:
        super().__init__(f"There is no {server} for this machine in the environment.\n{cure}")


class OtherPostgres(PlatformError):
    def __init__(self, folder: Path, found: str, ours: str) -> None:
        super().__init__(
            f"{folder} was written by PostgreSQL {found} and this is PostgreSQL {ours}. Nothing was touched.\n"
            "Use the PerfGym that wrote it, dump and load the database, or set PERFGYM_HOME to another folder"
        )


class CannotSwitchUser(PlatformError):
    def __init__(self, why: str) -> None:
        super().__init__(
            f"PostgreSQL does not run as root, and PerfGym could not give it another user: {why}.\n"
            "Start PerfGym as a normal user, or set DATABASE_URL and REDIS_URL to servers of your own"
        )


class ServerFailed(PlatformError):
    def __init__(self, server: str, happened: str, log: Path, tail: str) -> None:
        super().__init__(f"{server} {happened}. The end of {log}:\n{_indent(tail)}\n")


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in (text.strip() or "(nothing was written)").splitlines()[-15:])
