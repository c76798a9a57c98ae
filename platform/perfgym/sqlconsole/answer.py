"""What is said of a statement that did not end by itself."""

from collections.abc import Mapping
from typing import Any

from perfgym.sandbox.protocol import EndReason
from perfgym.sittings.answer import Answer, Ending

FRESH = "You have a fresh database now, as the lab gives it: what you had changed in the other one is gone."
RECONNECT = "The next statement opens a new connection: temporary tables and an open transaction are gone."


def stopped(ending: Ending, seconds: float, shown: Mapping[str, Any]) -> Answer:
    """By its time limit or by its owner; the database lives on."""
    message = _why(ending, seconds)
    return Answer(ending, f"{message} {RECONNECT}" if shown.get("lost") else message, shown)


def killed(ending: Ending, seconds: float) -> Answer:
    """It would neither stop nor let go of its connection."""
    return Answer(
        ending, f"{_why(ending, seconds)} It could only be stopped together with its database. {FRESH}", fresh=True
    )


def outgrown(reason: EndReason, limit_bytes: int) -> Answer:
    """The database went over a limit of its pod."""
    what = {EndReason.MEMORY: "memory", EndReason.DISK: "disk", EndReason.PIDS: "process"}[reason]
    size = f" of {limit_bytes // 2**20} MiB" if limit_bytes else ""
    return Answer(Ending.LIMIT, f"The database reached its {what} limit{size} and was stopped. {FRESH}", fresh=True)


def too_wide(limit_bytes: int) -> Answer:
    """A row that the process which reads it could not hold."""
    size = limit_bytes // 2**20
    message = f"One row was too large: the console reached its memory limit of {size} MiB while reading it."
    return Answer(Ending.LIMIT, f"{message} Your database is as it was. {RECONNECT}")


def crashed(detail: str) -> Answer:
    return Answer(Ending.LOST, f"The database ended by itself. {FRESH} {detail}".strip(), fresh=True)


def unread() -> Answer:
    message = "The console lost its connection while this ran; whether it took effect is not known."
    return Answer(Ending.LOST, f"{message} {RECONNECT}")


def shut_out(shown: Mapping[str, Any]) -> Answer:
    message = "Nothing was run: the database does not let this console in any more. Start again for a fresh one."
    return Answer(Ending.LOST, message, shown)


def _why(ending: Ending, seconds: float) -> str:
    if ending is Ending.CANCELLED:
        return "You cancelled this statement."
    return f"Stopped at the time limit: a statement may take {seconds:g} s."
