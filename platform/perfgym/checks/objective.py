"""One service level objective, held against repeats of a load test.

Terms as in Beyer, Jones, Petoff and Murphy (eds.), "Site Reliability Engineering", chapter 4: an indicator is what is
measured, an objective a threshold for it over a window of time.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from perfgym.charts import words
from perfgym.checks import figures
from perfgym.checks.evidence import LoadTest

LOOSE = 2.0  # times worse than the worst repeat: an objective that still holds then says nothing
FAR = 10.0  # times better than the best repeat: nothing speaks for a target beyond
FAILS = 1.0  # per cent of requests that an objective may always let fail
NEAR = 0.05  # of a value, by which today's may be misread; of a share of failures, in per cent of the requests
ALL = "all requests"


class Indicator(StrEnum):
    """What is measured, in the words in which it is chosen."""

    P50 = "median (p50)"
    P95 = "95th percentile (p95)"
    P99 = "99th percentile (p99)"
    RPS = "throughput"
    FAILED = "share of failed requests"

    @property
    def unit(self) -> str:
        return {Indicator.RPS: "requests a second", Indicator.FAILED: "%"}.get(self, "ms")

    @property
    def more_is_better(self) -> bool:
        return self is Indicator.RPS

    def of(self, test: LoadTest, name: str) -> float | None:
        """Its value in a test, for the requests of one name or ALL; None where there is none."""
        if self is Indicator.FAILED:
            return _failed(test, name)
        key = {Indicator.P50: "p50", Indicator.P95: "p95", Indicator.P99: "p99", Indicator.RPS: "rps"}[self]
        return figures.value(test, key, None if name == ALL else name)


def _failed(test: LoadTest, name: str) -> float | None:
    """Per cent."""
    if name == ALL:
        return 100 * test.fails / test.count if test.count else None
    named = test.names.get(name)
    return 100 * named.fails / named.count if named and named.count else None


@dataclass(frozen=True)
class Objective:
    """A threshold for an indicator of some requests; `today` is what its author read in their own runs."""

    indicator: Indicator
    name: str
    threshold: float
    today: float
    is_target: bool

    def problem(self, tests: Sequence[LoadTest]) -> str:
        """Why it cannot be meant, held against repeats; empty where it can."""
        values = [value for test in tests if (value := self.indicator.of(test, self.name)) is not None]
        if not values:
            return f"none of your runs has a {self.indicator} of {self.name}."
        if self.threshold <= 0:
            return "the threshold must be above 0. A promise that nothing ever fails, or takes no time, is never kept."
        return self._today(values) or (self._target(values) if self.is_target else self._holds(values))

    def _today(self, values: Sequence[float]) -> str:
        absolute = NEAR if self.indicator is Indicator.FAILED else 0.0
        low, high = min(values) * (1 - NEAR) - absolute, max(values) * (1 + NEAR) + absolute
        if low <= self.today <= high:
            return ""
        return (
            f"{self._said(self.today)} today was looked for in your {len(values)} repeats, and none has it. Read the "
            f"{self.indicator} of {self.name} on the page of one of these runs, and mind the unit."
        )

    def _holds(self, values: Sequence[float]) -> str:
        badness = [self._badness(value) for value in values]
        limit = self._badness(self.threshold)
        if missed := sum(bad > limit for bad in badness):
            return (
                f"{missed} of your own {len(values)} repeats would have broken {self._said(self.threshold)}, so it "
                "does not hold today. Choose a threshold that your baseline keeps, or mark it as a target and say why."
            )
        loosest = LOOSE * max(badness)
        if limit > (max(loosest, FAILS) if self.indicator is Indicator.FAILED else loosest):
            return (
                f"{self._said(self.threshold)} would still be kept if the shop did {LOOSE:g} times worse than in the "
                "worst of your repeats, so nobody would notice in time. Bring it nearer to what you measured."
            )
        return ""

    def _target(self, values: Sequence[float]) -> str:
        badness = [self._badness(value) for value in values]
        limit = self._badness(self.threshold)
        if max(badness) <= limit:
            return (
                f"all of your own repeats keep {self._said(self.threshold)} already, so it is no target. Say that it "
                "holds today, or choose one that has to be worked for."
            )
        if limit < min(badness) / FAR:
            return (
                f"{self._said(self.threshold)} is more than {FAR:g} times better than the best of your repeats. "
                "Nothing that you measured speaks for it; choose a target that somebody could plan for."
            )
        return ""

    def _badness(self, value: float) -> float:
        """The larger, the worse: the value itself, or its inverse where more is better."""
        if not self.indicator.more_is_better:
            return value
        return 1 / value if value else math.inf

    def _said(self, value: float) -> str:
        unit = self.indicator.unit
        return f"{words.number(value)} {unit}"
