"""What was counted beside the clock, as it is shown: a table, the defects in words, and what the counts leave out."""

from collections.abc import Mapping
from typing import Any

from perfgym.charts.words import number, unit_for
from perfgym.runs.attribution import WORDS, State, in_words

ROWS = (  # name in the result, what it is called, unit
    ("queries", "queries", ""),
    ("rows", "rows", ""),
    ("buffers", "buffers (8 kB) read or found", ""),
    ("temp_blocks", "temporary blocks (8 kB)", ""),
    ("wal_bytes", "write-ahead log", "bytes"),
    ("commits", "commits", ""),
    ("connections", "connections opened", ""),
    ("database_ms", "execution in the database", "ms"),
    ("index_bytes", "indexes and copies of rows, in all", "bytes"),
    ("wire_bytes", "received over the wire", "bytes"),
    ("memory_bytes", "memory at the end, in all", "bytes"),
)
FORGOTTEN = (
    "pg_stat_statements had no room for all statements and forgot some {times}, so these counts are too low and no "
    "share is claimed. Statements whose text changes with each call do that: pass values as parameters."
)
CALLED = (
    "How often functions are called was counted after the measuring, in a start of its own, over {requests:,} requests "
    "to each version: counting calls makes an app several times slower, so nothing of it is timed."
)


def table(side: Mapping[str, Any]) -> dict[str, Any]:
    """The template's context: rows of (label, before, after), defects, notes, and how many requests it is about.

    Rows that are zero in both arms are left out; both numbers of a row have one unit.
    """
    before, after = side["before"], side["after"]
    return {
        "requests": after["requests"],
        "counted": "queries" in after,
        "rows": [
            _row(label, before[name], after[name], unit)
            for name, label, unit in ROWS
            if before.get(name) or after.get(name)
        ],
        "defects": [_defect(row) for row in side["defects"]],
        "called": CALLED.format(requests=called) if (called := side.get("called", {}).get("after")) else "",
        "note": _note(before.get("forgotten", 0) + after.get("forgotten", 0)),
    }


def lines(side: Mapping[str, Any]) -> list[str]:
    """The same as lines of text; none where no request was counted."""
    shown = table(side)
    if not shown["requests"]:
        return []
    said = ["Beside the clock, a request:", *(f"  {label}: {was} → {now}" for label, was, now in shown["rows"])]
    if shown["defects"]:
        said.append("Weak places of the original:")
    for one in shown["defects"]:
        state = f"{one['state']}. " if one["state"] else ""
        said.append(f"  {one['title']}: {state}{one['text']}")
    return [*said, *(shown[name] for name in ("called", "note") if shown[name])]


def _row(label: str, before: float, after: float, unit: str) -> tuple[str, str, str]:
    best, scale = unit_for(max(before, after), unit)
    was, now = (f"{number(value * scale)} {best}".rstrip() for value in (before, after))
    return label, was, now


def _defect(row: Mapping[str, Any]) -> dict[str, str]:
    """In words. The rest has no state: that more is asked elsewhere is no defect."""
    state = row["state"] if row["id"] else ""
    return {"title": row["title"], "state": WORDS[State(state)] if state else "", "kind": state, "text": in_words(row)}


def _note(forgotten: int) -> str:
    return FORGOTTEN.format(times="once" if forgotten == 1 else f"{forgotten:,} times") if forgotten else ""
