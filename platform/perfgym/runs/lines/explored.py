"""The lines of an exploration runner, each as only those of its values that are shown or kept."""

from collections.abc import Sequence
from typing import Any

from perfgym.runs.lines import fields
from perfgym.runs.lines.fields import Line
from perfgym.runs.lines.strict import BadResult
from perfgym.runs.outcome import Reason, RunFailed

NAMES = 200  # different names of requests, and one more for all others
OTHER = 1
OTHER_NAME = "other"
NAME = 200  # characters
MESSAGE = 300
PROBLEM = 4_000
ERRORS = 100  # groups
BUSIEST = 20  # names in the line of a second
USERS = 10_000
PROCESSES = 64
CODE = 255  # a process can end with
RAW = 256 * 1024  # characters of one line of packed rows
ENDS = ("time", "shape", "locustfile", "stopped")
NOTES = ("users_capped", "accepts_all")
FACTS = ("cpu", "lag", "due", "begun", "paced")


def second(line: Line, earlier: Sequence[Line], seconds: int) -> dict[str, Any]:
    """A second of a test of so many seconds, which must not lie before one that was told earlier."""
    t = fields.whole(line, "t", most=seconds + 1)
    if earlier and t < earlier[-1]["t"]:
        raise BadResult(f"second {t} comes after second {earlier[-1]['t']}")
    if len(earlier) > 2 * seconds:
        raise BadResult(f"it is one of more than {2 * seconds:,} seconds in a test of {seconds:,}")
    return {
        "t": t,
        "users": fields.whole(line, "users", most=USERS),
        "rps": fields.number(line, "rps"),
        "fails": fields.number(line, "fails"),
        **fields.rising(line, "p50", "p95", "p99"),
        **fields.rising(line, "intended_p95"),
        **{name: fields.number(line, name) for name in FACTS},
        **({"rate": fields.number(line, "rate")} if "rate" in line else {}),
        "by_name": [_row(row) for row in fields.rows(line, "by_name", BUSIEST, 5)],
    }


def name(line: Line, known: int) -> str:
    """The name of a request, told in the order of their numbers and at most 200 of them and “other”."""
    fields.whole(line, "index", most=min(known, NAMES + OTHER - 1), least=known)
    return fields.text(line, "name", NAME)


def raw(line: Line) -> str:
    """Packed rows; whoever unpacks them looks at their values."""
    return fields.text(line, "rows", RAW)


def errors(line: Line) -> list[list[Any]]:
    """(where, message, how often)"""
    return [
        [
            fields.as_text(where, "where", NAME),
            fields.as_text(said, "message", MESSAGE),
            fields.as_whole(count, "count"),
        ]
        for where, said, count in fields.rows(line, "rows", ERRORS, 3)
    ]


def problem(line: Line) -> RunFailed:
    """Why the locustfile could not be run at all, as the error to raise."""
    if fields.value(line, "reason") != Reason.LOCUSTFILE_ERROR:
        raise BadResult("it is a problem of an unknown kind")
    return RunFailed(Reason.LOCUSTFILE_ERROR, fields.text(line, "message", PROBLEM))


def note(line: Line) -> tuple[str, int]:
    """Something about the locustfile itself: what, and a number that belongs to it."""
    code = fields.value(line, "code")
    if code not in NOTES:
        raise BadResult("it is a note of an unknown kind")
    return str(code), fields.whole(line, "value")


def summary(line: Line) -> dict[str, Any]:
    """The totals at the end; what is shown is computed from the rows, so only what they cannot say is kept."""
    count = fields.whole(line, "count")
    fields.whole(line, "fails", most=count)
    fields.number(line, "rps")
    percentiles = fields.rising(line, "p50", "p95", "p99")
    for row in fields.rows(line, "by_name", NAMES + OTHER, 6):
        _row(row)
    if not fields.flag(line, "complete") or (ended := fields.value(line, "ended")) not in ENDS:
        raise BadResult("it is a summary without a proper end")
    return {
        "count": count,
        **percentiles,
        "duration": fields.number(line, "duration"),
        "users": fields.whole(line, "users", most=USERS),
        **{name: fields.number(line, name) for name in FACTS},
        "processes": fields.whole(line, "processes", most=PROCESSES, least=1),
        "raw_dropped": fields.whole(line, "raw_dropped"),
        "ended": ended,
        "exit_code": fields.whole(line, "exit_code", most=CODE) if "exit_code" in line else None,
    }


def _row(row: Sequence[Any]) -> list[Any]:
    """name, count, fails, and rising percentiles"""
    count = fields.as_whole(row[1], "count")
    return [
        fields.as_text(row[0], "name", NAME),
        count,
        fields.as_whole(row[2], "fails", most=count),
        *fields.as_rising(row[3:], "p50 ≤ p95 ≤ p99"),
    ]
