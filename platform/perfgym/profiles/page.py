"""What the page of a profile shows, computed from its stacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from perfgym.charts import flame_graph, words
from perfgym.charts.differential import Change, Side, changes, differential, signed
from perfgym.charts.flame import CHARACTERS, MAX_DRAWN, amount, left_out
from perfgym.charts.functions import Origin, Row, rows
from perfgym.charts.hot import hottest
from perfgym.profiles.shelf import Recorded
from perfgym.runs.profile import Profiling
from perfgym.runs.profileshown import COST, TITLES
from perfgym.spreadsheet import Cell

ROWS = 40
CHANGES = 40
NOISE = 3  # samples: a difference of so few is chance
SHOW = {"own": "the app's own code", "library": "packages", "python": "Python's own", "all": "all"}
SORT = {"total": "with what it calls", "charged": "with library code", "own": "of its own"}


@dataclass(frozen=True)
class Measure:
    """What two profiles are brought to: its unit, in words, and the factor for each."""

    unit: str
    words: str
    before: float
    after: float


def context(found: Recorded, show: str, sort: str) -> dict[str, Any]:
    """The template's context for one profile."""
    profiling = found.profile.profiling
    everything = rows(found.stacks)
    show = show if show in SHOW else default_show(everything)
    sort = sort if sort in SORT else "total" if show == "own" else "own"
    return {
        "run": found.run,
        "lab": found.run.current_lab(),
        "profile": found.profile,
        "is_memory": profiling is Profiling.MEMORY,
        "title": TITLES[profiling],
        "cost": COST[profiling],
        "hot": hottest(found.stacks),
        "cores": found.profile.samples / found.profile.rate / (found.profile.seconds or 1.0),
        "flame": flame(found),
        "left_out": left_out(found.stacks),
        "rows": [shown(row, profiling.unit) for row in ranked(everything, show, sort)[:ROWS]],
        "hidden": max(0, len(ranked(everything, show, sort)) - ROWS),
        "show": show,
        "sort": sort,
        "shows": SHOW,
        "sorts": SORT,
    }


def flame(found: Recorded) -> str:
    """The flame graph as SVG."""
    profiling = found.profile.profiling
    return flame_graph(TITLES[profiling], found.stacks, profiling.unit)


def as_rows(found: Recorded) -> list[Sequence[Cell]]:
    """Every function with its counts and shares, under a head, for a spreadsheet."""
    unit = found.profile.profiling.unit
    head = (
        "function",
        "file",
        "line",
        "code",
        f"own {unit}",
        "own share",
        f"total {unit}",
        "total share",
        f"charged {unit}",
        "charged share",
    )
    table: list[Sequence[Cell]] = [head]
    for row in rows(found.stacks):
        function = row.function
        named = (function.name, function.path, function.line, str(function.origin))
        pairs = ((row.own, row.own_share), (row.total, row.total_share), (row.charged, row.charged_share))
        table.append((*named, *(value for count, share in pairs for value in (count, round(share, 5)))))
    return table


def default_show(everything: Iterable[Row]) -> str:
    """The app's own code first, where there is any."""
    return "own" if any(row.function.origin is Origin.OWN for row in everything) else "all"


def ranked(everything: Iterable[Row], show: str, sort: str) -> list[Row]:
    kept = [row for row in everything if show in ("all", row.function.origin) and _works(row)]
    return sorted(kept, key=lambda row: -{"total": row.total, "charged": row.charged, "own": row.own}[sort])


def _works(row: Row) -> bool:
    """Not a module's top level that only started everything else."""
    return bool(row.own) or row.function.name != "<module>"


def shown(row: Row, unit: str) -> dict[str, Any]:
    """A row of the table: names, both amounts and both shares in per cent."""
    return {
        "name": row.function.name,
        "where": row.function.where,
        "origin": row.function.origin.label,
        "is_own": row.function.origin is Origin.OWN,
        "own": cell(row.own, unit),
        "total": cell(row.total, unit),
        "charged": cell(row.charged, unit),
        "own_share": 100 * row.own_share,
        "total_share": 100 * row.total_share,
        "charged_share": 100 * row.charged_share,
    }


def cell(count: int, unit: str) -> str:
    """Samples as a bare number: the table's head says what they are."""
    return amount(count, unit) if unit == "bytes" else f"{count:,}"


def difference(
    before: Recorded, after: Recorded, frames: int = MAX_DRAWN, characters: float = CHARACTERS
) -> dict[str, Any]:
    """The template's context for a profile held against an earlier one.

    It is drawn of at most so many frames, for a place that has room for so many `characters` in a per cent of it.
    """
    measure = measure_of(before, after)
    first, last = Side(before.stacks, measure.before), Side(after.stacks, measure.after)
    least = 0.0 if measure.unit == "bytes" else NOISE * max(measure.before, measure.after)
    changed = [one for one in changes(first, last) if abs(one.by) > least]
    return {
        "before": before.run,
        "measure": measure,
        "whole_before": words.figure(first.whole, measure.unit),
        "whole_after": words.figure(last.whole, measure.unit),
        "whole_by": signed(last.whole - first.whole, measure.unit),
        "difference": differential("Before and after", first, last, measure.unit, frames, characters),
        "changes": [_change(one, measure.unit) for one in changed[:CHANGES]],
        "changes_hidden": max(0, len(changed) - CHANGES),
    }


def measure_of(before: Recorded, after: Recorded) -> Measure:
    """CPU a request where both runs had requests, else CPU a second; memory as it is."""
    one, two = before.profile, after.profile
    if two.profiling is Profiling.MEMORY:
        return Measure("bytes", "bytes held at the highest", 1.0, 1.0)
    if one.requests and two.requests:
        scales = [1000 / profile.rate / profile.requests for profile in (one, two)]
        return Measure("ms", "CPU time a request", *scales)
    scales = [1000 / profile.rate / (profile.seconds or 1.0) for profile in (one, two)]
    return Measure("ms", "CPU time a second", *scales)


def _change(one: Change, unit: str) -> dict[str, str]:
    return {
        "name": one.function.name,
        "where": one.function.where,
        "before": words.figure(one.before, unit),
        "after": words.figure(one.after, unit),
        "by": signed(one.by, unit),
    }
