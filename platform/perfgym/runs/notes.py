"""What a learner is told about their own load test beside its numbers: why it ended, what was capped, what to mend."""

from typing import TYPE_CHECKING, TypedDict

from perfgym.runs import rawrows
from perfgym.runs.lines import explored as lines
from perfgym.runs.loadsettings import MAX_USERS

if TYPE_CHECKING:
    from perfgym.runs.exploration import Explored

ENDED = {
    "time": "It ran its {asked} seconds.",
    "shape": "It ended after {ran:.1f} of {asked} seconds: your load shape had no more steps.",
    "locustfile": "It ended after {ran:.1f} of {asked} seconds: your locustfile stopped it.",
    "stopped": "It ended after {ran:.1f} of {asked} seconds: it was stopped.",
}


class Note(TypedDict):
    """A sentence; `warns` where the numbers say less than they seem to."""

    text: str
    warns: bool


def of(found: "Explored", asked: int) -> list[Note]:
    """All notes on a test of so many seconds, in the order in which they are shown."""
    said = [(False, _ended(found, asked)), (False, _verdict(found)), (True, _accepts_all(found)), (True, _users(found))]
    said += [(True, _names(found)), (True, _rows(found))]
    return [Note(text=text, warns=warns) for warns, text in said if text]


def _ended(found: "Explored", asked: int) -> str:
    """Empty for a test that did not come to its end: the reason of the run says more."""
    how = found.summary.get("ended")
    return ENDED[how].format(asked=asked, ran=found.summary["duration"]) if how else ""


def _verdict(found: "Explored") -> str:
    """What the test says of itself, as a pipeline would read it."""
    code = found.summary.get("exit_code")
    if code is None:
        return ""
    if code == 0:
        return "Its own verdict: passed (exit code 0)."
    return f"Its own verdict: failed (exit code {code}). A pipeline that ran this test would stop here."


def _accepts_all(found: "Explored") -> str:
    if not (line := found.notes.get("accepts_all")):
        return ""
    return (
        f"Your checks accept every answer: the block with catch_response at line {line} of your locustfile calls "
        "success() without looking at the answer, so failed requests count as good. Ask first, for example "
        "`if response.status_code == 200`, and call failure() otherwise."
    )


def _users(found: "Explored") -> str:
    asked = found.notes.get("users_capped")
    return f"Your locustfile asked for {asked:,} users; {MAX_USERS} is the most, so it had those." if asked else ""


def _names(found: "Explored") -> str:
    if lines.OTHER_NAME not in found.names.values():
        return ""
    return (
        f"Your test has more than {lines.NAMES} names of requests: what came after those is shown together as "
        f'“{lines.OTHER_NAME}”. Give requests of one kind one name, for example `name="/book/[id]"`.'
    )


def _rows(found: "Explored") -> str:
    left_out = found.rows.left_out + found.summary.get("raw_dropped", 0)
    if not left_out:
        return ""
    return f"Only the first {rawrows.MAX_ROWS:,} requests are counted and kept; {left_out:,} more were sent."
