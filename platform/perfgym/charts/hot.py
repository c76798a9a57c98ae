"""Where the time, or the memory, goes: the function with the most of its own, and who of the app's code leads there."""

from collections import Counter
from typing import Any

from perfgym.charts.folded import Stacks
from perfgym.charts.functions import Function, Origin, Row, rows, walk


def top(stacks: Stacks) -> list[Row]:
    """The functions that used anything themselves, the most first."""
    return [row for row in rows(stacks) if row.own]


def hottest(stacks: Stacks) -> dict[str, Any] | None:
    """The hottest function and the app's own that mostly leads there; None where there are no stacks.

    Shares are of the whole. `by` is empty where nobody in the app's own code called it.
    """
    first = next(iter(top(stacks)), None)
    if first is None:
        return None
    callers: Counter[str] = Counter()
    for frame, above in walk(stacks):
        if frame.own and Function.of(frame.name) == first.function:
            callers[_own_caller([one.name for one in above], first.function)] += frame.own
    by, count = callers.most_common(1)[0]
    caller = Function.of(by) if by else None
    return {
        **first.plain(),
        "by": caller.name if caller else "",
        "by_where": caller.where if caller else "",
        "by_share": round(count / max(1, stacks.root.count), 5),
    }


def _own_caller(above: list[str], function: Function) -> str:
    """The nearest caller in the app's own code, but not the function itself and not a module's top level."""
    for name in reversed(above):
        caller = Function.of(name)
        if caller.origin is Origin.OWN and caller != function and caller.name != "<module>":
            return name
    return ""
