"""What a change cost: the limits that the lab sets, what grew beside the clock, which requests became slower."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from perfgym.charts.words import change, number
from perfgym.workspaces.diff import FileDiff

GREW = 1.05  # times; less is no growth worth a word
SLOWER = 1.1  # times of a median, which is not judged
FEW = 60  # pairs of a kind of request: fewer say nothing
UNITS = {  # of what is counted beside the clock: what it is called, and its unit
    "queries": ("queries a request", ""),
    "database_ms": ("execution in the database, a request", "ms"),
    "wal_bytes": ("write-ahead log a request", "bytes"),
    "wire_bytes": ("received over the wire, a request", "bytes"),
    "memory_bytes": ("memory at the end", "bytes"),
    "index_bytes": ("indexes and copies of rows", "bytes"),
}


def of(result: Mapping[str, Any], guards: Sequence[Mapping[str, Any]], diffs: Sequence[FileDiff]) -> list[str]:
    """Sentences; `guards` are those of the lab in words, as the run's page has them."""
    guarded = {one["guard"] for one in result.get("guards") or ()}
    grown = list(_grown(result.get("side") or {}, guarded))
    slower = list(_slower(result.get("by_name") or ()))
    said = [*(str(one["text"]) for one in guards), *grown, *slower]
    if not grown and not slower and result.get("ratio"):
        said.append("Nothing that was counted beside the clock grew, and no kind of request became slower.")
    return [*said, *_code(diffs)]


def _grown(side: Mapping[str, Any], guarded: set[str]) -> Iterator[str]:
    before, after = side.get("before") or {}, side.get("after") or {}
    for key, (name, unit) in UNITS.items():
        was, now = before.get(key) or 0, after.get(key) or 0
        if key not in guarded and now > GREW * was:
            yield f"More {name}: {change(was, now, unit)}."


def _slower(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        if row["pairs"] >= FEW and row["after"] > SLOWER * row["before"]:
            times = number(row["after"] / row["before"])
            yield f"{row['name']} became slower: median {change(row['before'], row['after'], 'ms')}, {times}x."


def _code(diffs: Sequence[FileDiff]) -> Iterator[str]:
    if diffs:
        added, removed = sum(one.added for one in diffs), sum(one.removed for one in diffs)
        files = "one file" if len(diffs) == 1 else f"{len(diffs)} files"
        yield f"Code to keep: {added:,} line{'' if added == 1 else 's'} added and {removed:,} removed, in {files}."
