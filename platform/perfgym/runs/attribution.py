"""Which of a lab's planted defects went away, and how much of the saved work was theirs.

Counts come from the database and are exact for the traffic that both arms got, so no interval is needed: identical code
has identical counts. What a defect was worth in time is the verdict's to say; here it is a share of what was counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from perfgym.charts.words import change, number

GONE_BELOW, SAME_FROM, SAME_TO = 0.10, 0.90, 1.10  # of what it was before
UNITS = {"calls": "queries", "rows": "rows", "buffers": "buffers", "function_calls": "calls"}
CODE = ("function_calls",)  # one call is part of another: no shares of a sum
REST = "Everything else that was asked"


class State(StrEnum):
    ABSENT = "absent"  # this traffic did not meet it, with the original either
    GONE = "gone"
    REDUCED = "reduced"
    STILL_THERE = "still_there"
    GREW = "grew"


@dataclass(frozen=True)
class Work:
    """What a group of statements did, a request: calls, rows, shared buffers, milliseconds of execution; or how often
    functions were called.
    """

    calls: float = 0.0
    rows: float = 0.0
    buffers: float = 0.0
    ms: float = 0.0
    function_calls: float = 0.0

    def count(self, name: str) -> float:
        return float(getattr(self, name))


@dataclass(frozen=True)
class Group:
    """A defect's statements in both arms. Without an id: all statements that belong to no defect."""

    id: str | None
    title: str
    count: str  # calls, rows or buffers; or function_calls
    before: Work
    after: Work

    def saved(self, count: str) -> float:
        """Less than before, a request; negative where it is more."""
        return self.before.count(count) - self.after.count(count)


def attribute(defects: Sequence[Group], before: Work, after: Work, *, certain: bool) -> list[dict[str, Any]]:
    """A row a defect, then one for the rest (`before`, `after`), or several where probes count different things.

    A statement belongs to one group only. `share` is the group's part of all that went away, counted gross: what came
    in its place shows in its own row. It is None unless `certain`: the verdict is faster and no count is incomplete.
    Calls of functions have neither shares nor a rest: one call is a part of another.
    """
    kinds = dict.fromkeys(defect.count for defect in defects if defect.count not in CODE)
    rest = [Group(None, REST, kind, before, after) for kind in kinds]
    return [
        _row(group, [*defects, *rest[:1]], certain=certain and group.count not in CODE) for group in (*defects, *rest)
    ]


def state(before: float, after: float) -> State:
    """How a count changed. Both arms had the same requests, so a tenth is no noise but somebody's doing."""
    if before <= 0:
        return State.GREW if after > 0 else State.ABSENT
    if after <= GONE_BELOW * before:
        return State.GONE
    if after < SAME_FROM * before:
        return State.REDUCED
    return State.STILL_THERE if after <= SAME_TO * before else State.GREW


def _row(group: Group, groups: Sequence[Group], *, certain: bool) -> dict[str, Any]:
    gone = sum(max(0.0, other.saved(group.count)) for other in groups)
    before, after = group.before.count(group.count), group.after.count(group.count)
    return {
        "id": group.id,
        "title": group.title,
        "count": group.count,
        "state": state(before, after).value,
        "before": before,
        "after": after,
        "database_ms": {"before": group.before.ms, "after": group.after.ms},
        "gone_in_all": gone,
        "share": (before - after) / gone if certain and after < before else None,
    }


WORDS = {
    State.ABSENT: "not met by this traffic",
    State.GONE: "gone",
    State.REDUCED: "reduced",
    State.STILL_THERE: "still there",
    State.GREW: "more than before",
}


def in_words(row: Mapping[str, Any]) -> str:
    """What a row says: "17 → 0.2 queries a request. Of the 34 queries that went away, 17 were this one's." """
    if row["state"] == State.ABSENT:
        return "Neither version did it for any of these requests."
    unit, spent = UNITS[row["count"]], row["database_ms"]
    said = f"{change(row['before'], row['after'])} {unit} a request"
    if row["count"] in CODE:
        return f"{said}."
    said += f", {change(spent['before'], spent['after'], 'ms')} of the database's time."
    if row["share"] is None:
        return said
    whose = "this one's" if row["id"] else "no planted defect's"
    saved = row["before"] - row["after"]
    return f"{said} Of the {number(row['gone_in_all'])} {unit} a request that went away, {number(saved)} were {whose}."
