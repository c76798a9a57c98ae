"""What an improvement must not cost, and what it did cost: a sentence a limit."""

from collections.abc import Mapping, Sequence
from typing import Any

from perfgym.charts.words import change, factor, number

NAMES = {
    "error_rate": "Failed requests",
    "write_latency": "A usual write",
    "write_latency_p95": "The slowest writes (95th percentile)",
    "index_bytes": "What the database keeps beside the rows: indexes and copies",
}
CURES = {
    "error_rate": "Mend the requests that fail.",
    "write_latency": "Every index is kept up to date by every write to its table: drop those that no plan uses.",
    "write_latency_p95": "Every index is kept up to date by every write to its table: drop those that no plan uses.",
    "index_bytes": "Drop the indexes that no plan uses; let an index hold only the rows and columns that are needed.",
}
FEW = "There were only {count:,} writes to each version, too few to say anything."
TOO_WIDE = 9.0  # times, from one end of the interval to the other: then no ratio is worth telling
SCATTERED = (
    "they scatter too much to say whether the limit of {limit} is kept, so nothing is held against this version."
)
UNCERTAIN = "Whether the limit is exceeded is not certain, and only what is certain counts against a version."


def sentences(guards: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each limit its sentence and whether it is broken."""
    return [{"text": sentence(one), "broken": bool(one["broken"])} for one in guards]


def sentence(one: Mapping[str, Any]) -> str:
    """ "Indexes and copies: 17.1 → 22 MB, 1.28x; the limit is 1.40x." """
    name = NAMES[one["guard"]]
    if one["guard"] == "error_rate":
        found = "none were counted" if one["after"] is None else f"{number(100 * one['after'])} % of them"
        return _closed(f"{name}: {found}; the limit is {number(100 * one['limit'])} %.", one)
    if one["ratio"] is None:
        few = FEW.format(count=one["count"]) if one["guard"].startswith("write") else "Nothing was read of it."
        return f"{name}: {few}"
    of = f" ({one['of']})" if one["of"] else ""
    unit = "bytes" if one["guard"] == "index_bytes" else "ms"
    if one["high"] > TOO_WIDE * one["low"] and not one["broken"]:
        return f"{name}{of}: {SCATTERED.format(limit=factor(one['limit']))}"
    said = f"{name}{of}: {change(one['before'], one['after'], unit)}, {factor(one['ratio'])}"
    if one["low"] != one["high"]:
        said += f" (certain between {factor(one['low'])} and {factor(one['high'])})"
    return _closed(f"{said}; the limit is {factor(one['limit'])}.", one)


def _closed(said: str, one: Mapping[str, Any]) -> str:
    """With what follows from it."""
    if one["broken"]:
        return f"{said} That is over the limit, so this version earns no points. {CURES[one['guard']]}"
    return f"{said} {UNCERTAIN}" if (one["high"] or 0) > one["limit"] else said
