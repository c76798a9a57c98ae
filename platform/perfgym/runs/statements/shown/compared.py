"""The arms that a page is about, and the figures that it has of each statement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from perfgym.charts.words import change, figure
from perfgym.runs.models import Kind, Run, RunQuerySet
from perfgym.runs.statements import document, kept
from perfgym.runs.statements.counted import ArmStatements
from perfgym.runs.statements.shown import paired
from perfgym.runs.statements.shown.paired import Pair, Side

NONE = "-"  # of a statement that an arm never asked
COLUMNS: Mapping[str, tuple[str, Callable[[Side], float | None], str]] = {  # sort -> heading, value, unit
    "time": ("time a request", lambda side: side.ms, "ms"),
    "calls": ("calls a request", lambda side: side.calls, ""),
    "mean": ("time a call", lambda side: side.mean_ms, "ms"),
    "rows": ("rows a call", lambda side: side.rows, ""),
    "blocks": ("blocks a call", lambda side: side.blocks, ""),
}


@dataclass(frozen=True)
class Compared:
    """The arms that a page is about: one, or two with their names."""

    before: ArmStatements
    after: ArmStatements
    names: tuple[str, str] | None  # None: it is one arm
    sources: tuple[tuple[Run, str], tuple[Run, str]]  # whose they are: the run, and its own name of the arm

    @property
    def pairs(self) -> list[Pair]:
        return paired.pairs(self.before, self.after)

    @property
    def arms(self) -> list[tuple[str, ArmStatements]]:
        return list(zip(self.names, (self.before, self.after), strict=True)) if self.names else [("", self.after)]

    def cells(self, pair: Pair) -> list[str]:
        """The figures of a row, in the order of COLUMNS."""
        return [self._cell(pair, value, unit) for _, value, unit in COLUMNS.values()]

    def _cell(self, pair: Pair, value: Callable[[Side], float | None], unit: str) -> str:
        before, after = value(pair.before), value(pair.after)
        if not self.names or before is None or after is None:
            told = [NONE if one is None else figure(one, unit) for one in (before, after)]
            return " → ".join(told) if self.names else told[1]
        return change(before, after, unit)


def compared(run: Run, other: Run | None) -> Compared | None:
    """A comparison's two arms; a load test by itself, or with another, the earlier one first. None: nothing is kept."""
    arms = kept.of(run)
    if not arms:
        return None
    if run.kind == Kind.COMPARE:
        return Compared(arms["before"], arms["after"], ("before", "after"), ((run, "before"), (run, "after")))
    theirs = kept.of(other) if other else {}
    if not other or not theirs:
        return Compared(arms["own"], arms["own"], None, ((run, "own"), (run, "own")))
    found = sorted([(run, arms["own"]), (other, theirs["own"])], key=lambda one: one[0].created_at)
    (first, before), (second, after) = found
    return Compared(before, after, ("earlier", "later"), ((first, "own"), (second, "own")))


def others(run: Run, seen: RunQuerySet) -> RunQuerySet:
    """Of the runs that somebody may see, those that this load test can be held against, the latest first."""
    found = seen.filter(owner=run.owner_id, lab=run.lab, kind=Kind.EXPLORE, result__has_key=document.TOLD)
    return found.exclude(pk=run.pk).order_by("-created_at")
