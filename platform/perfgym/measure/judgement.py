"""What a comparison is about, and what it can come to."""

from dataclasses import dataclass
from enum import StrEnum

from perfgym.measure.costs import BlockMetric


class Metric(StrEnum):
    """What a comparison of pairs can be about."""

    WALL = "wall"
    CPU = "cpu"
    BOTH = "both"  # faster on one, not slower on the other


class Verdict(StrEnum):
    FASTER = "faster"
    SLOWER = "slower"
    NO_MEASURABLE_CHANGE = "no_measurable_change"
    INCONCLUSIVE = "inconclusive"
    UNDECIDED = "undecided"  # looks remain: measure another segment


AnyMetric = Metric | BlockMetric
OF_CPU: tuple[AnyMetric, ...] = (Metric.CPU, Metric.BOTH, BlockMetric.CPU_PER_REQUEST)


@dataclass(frozen=True)
class Judgement:
    """A verdict and the numbers behind it. Ratios are after divided by before; estimate and half are log ratios.

    Every number has 12 significant digits and the verdict is decided on these, so the C library, which may differ in
    the last of 16, has no part in it: the same samples are judged the same to the last digit on every machine.
    """

    metric: AnyMetric  # the metric that the numbers are of: never both
    verdict: Verdict
    ratio: float
    low: float
    high: float
    estimate: float
    half: float
    segments: int
    samples: int  # pairs for wall, slices for cpu, rounds or groups of rounds for blocks
    parts: tuple["Judgement", ...] = ()  # of a judgement on both: wall and cpu by themselves
