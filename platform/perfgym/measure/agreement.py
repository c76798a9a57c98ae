"""Does a second measurement of the same two versions, perhaps on another machine, agree with the first?

As in replication studies: the second result is expected inside of a prediction interval around the first, whose half is
the root of the sum of both halves' squares, since both err (Patil, Peng and Leek 2016, Perspectives on Psychological
Science 11(4), 539-544). Overlap of two intervals would be easier to meet than that, and means less.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from perfgym.measure.errors import BadSamples
from perfgym.measure.rule import Verdict

CERTAIN = (Verdict.FASTER, Verdict.SLOWER, Verdict.NO_MEASURABLE_CHANGE)


class Agreement(StrEnum):
    AGREES = "agrees"  # the same verdict, and ratios no further apart than both intervals allow
    SAME_DIRECTION = "same_direction"  # the same verdict, by another amount
    DIFFERS = "differs"  # another verdict, and ratios further apart than that
    UNDECIDED = "undecided"  # the second is not certain, or not certain enough to contradict


@dataclass(frozen=True)
class Result:
    """What one measurement says: `ratio`, `low` and `high` are after divided by before."""

    verdict: str
    metric: str
    ratio: float
    low: float
    high: float

    @property
    def half(self) -> float:
        """Half of the interval, as a log ratio."""
        return (math.log(self.high) - math.log(self.low)) / 2


@dataclass(frozen=True)
class Compared:
    """`apart` is by how much the log ratios differ, `allowed` how much that may be; None for different metrics."""

    agreement: Agreement
    apart: float | None
    allowed: float | None


def compare(first: Result, second: Result | None) -> Compared:
    """Hold the second against the first; None has no verdict. Raises BadSamples unless the first is certain."""
    if first.verdict not in CERTAIN:
        raise BadSamples("The first measurement is not certain, so there is nothing for a second one to agree with.")
    if second is None or second.verdict not in CERTAIN:
        return Compared(Agreement.UNDECIDED, *(_distance(first, second) if second else (None, None)))
    apart, allowed = _distance(first, second)
    near = apart is not None and allowed is not None and apart <= allowed
    return Compared(_agreement(first.verdict, second.verdict, near), apart, allowed)


def _agreement(first: str, second: str, near: bool) -> Agreement:
    if first != second:
        return Agreement.UNDECIDED if near else Agreement.DIFFERS
    # Two that both lie within the margin of no change agree, however narrow their intervals are.
    return Agreement.AGREES if near or first == Verdict.NO_MEASURABLE_CHANGE else Agreement.SAME_DIRECTION


def _distance(first: Result, second: Result) -> tuple[float | None, float | None]:
    """Log ratios of two metrics, such as waiting and CPU, cannot be held against each other."""
    if first.metric != second.metric:
        return None, None
    return abs(math.log(second.ratio) - math.log(first.ratio)), math.hypot(first.half, second.half)
