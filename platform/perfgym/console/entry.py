"""From an argument list to a command and its exit code: 0 done, 1 says no, 2 usage or input, 3 could not run it."""

import os
import pkgutil
import secrets
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from perfgym import __version__
from perfgym.errors import LearnerError, PlatformError

COMMANDS = Path(__file__).parent / "management" / "commands"
DONE, SAYS_NO, USAGE, BROKEN, INTERRUPTED = 0, 1, 2, 3, 130
SUMMARY = {
    "up": "databases, migrations, site and one worker on this machine, all in one",
    "measure": "before/after of a folder of edited files, without a site",
    "load": "one load test of a lab's app with a locustfile",
    "labs": "list, check, calibrate and write labs",
    "verdict": "judge recordings of raw samples by the rule of docs/method.md",
    "measure-selftest": "does this machine tell identical code from a known gain?",
    "recompute": "a stored verdict again from its raw data, to the last digit",
    "evidence": "check a bundle of evidence, or measure it again; the keys of the site",
    "portfolio": "a portfolio as a folder that any web host can show",
    "doctor": "what this machine can do, and what to do about each 'no'",
    "site": "the site alone, for a deployment",
    "worker": "one worker alone, for a deployment",
    "backup": "the whole site in one file, also while it runs",
    "restore": "a site as a backup has it",
    "person": "make an account and print a one-time sign-in link",
    "test": "the test suite; arguments go to pytest",
}
NEED_A_KEY = {"site", "worker", "person", "prepare", "migrate", "shell", "createsuperuser"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. People see messages; tracebacks of our faults only with --traceback."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgym.settings")
    try:
        return _run(arguments)
    except SystemExit as end:
        return _code(end)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BaseException as problem:
        return _explain(problem, "--traceback" in arguments)


def _run(arguments: list[str]) -> int:
    if not arguments or arguments in (["--help"], ["-h"], ["help"]):
        print(overview(), file=sys.stdout if arguments else sys.stderr)
        return DONE if arguments else USAGE
    if arguments == ["--version"]:
        print(__version__)  # noqa: T201
        return DONE
    _key_for(arguments[0])
    from perfgym.console.dispatch import django_command, own_command  # loads Django

    if arguments[0] in own_names():
        own_command(arguments[0], arguments[1:])
    else:
        django_command(arguments)
    return DONE


def own_names() -> set[str]:
    return {module.name.replace("_", "-") for module in pkgutil.iter_modules([str(COMMANDS)])}


def overview() -> str:
    known = own_names()
    lines = [f"  {name:<16} {summary}" for name, summary in SUMMARY.items() if name in known]
    return "\n".join(
        [
            "usage: perfgym COMMAND [options]",
            "",
            *lines,
            "",
            "perfgym COMMAND --help says more. Django's own work too (migrate, shell ...): perfgym help --commands.",
            "Exit codes: 0 done, 1 the work ran and says no, 2 usage or input error, 3 the platform could not run it.",
        ]
    )


def _key_for(name: str) -> None:
    """Commands without a site or sessions sign nothing that lasts: a key for this process alone does."""
    if name == "up" or os.environ.get("PERFGYM_SECRET_KEY"):  # `up` keeps a lasting one in the state folder
        return
    if name in NEED_A_KEY:
        from perfgym.console.errors import NoSecretKey

        raise NoSecretKey
    os.environ["PERFGYM_SECRET_KEY"] = secrets.token_urlsafe(48)


def _code(end: SystemExit) -> int:
    if isinstance(end.code, int):
        return end.code
    if end.code is not None:
        print(end.code, file=sys.stderr)  # noqa: T201
        return SAYS_NO
    return DONE


def _explain(problem: BaseException, with_traceback: bool) -> int:
    from django.core.management import CommandError

    if isinstance(problem, LearnerError | CommandError):
        return _say(problem, USAGE)
    if with_traceback:
        traceback.print_exception(problem)
    if isinstance(problem, PlatformError):
        return _say(problem, BROKEN)
    from perfgym.console.errors import Unexpected

    return _say(Unexpected(problem), BROKEN)


def _say(problem: BaseException, code: int) -> int:
    print(problem, file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main())
