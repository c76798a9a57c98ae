"""The rule `pairs`: from segments to a verdict. Nothing here draws a random number."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from perfgym.measure.errors import BadSamples, TooFewSamples
from perfgym.measure.estimate import TRIM_CPU, TRIM_WALL, Estimate, cpu_values, estimate, wall_values
from perfgym.measure.samples import Segment

ALPHA = 0.01  # of calling a change that is not there, one-sided, over all looks
LOOKS = 5  # one after each segment
MARGIN = 0.02  # log ratio: a change smaller than this is not called one
SAME = 0.05  # log ratio: an interval within this is "no measurable change"
SHARP = 0.6  # an early "faster" needs an interval this much narrower than the gain


class Metric(StrEnum):
    WALL = "wall"
    CPU = "cpu"
    BOTH = "both"  # faster on one, not slower on the other


class Verdict(StrEnum):
    FASTER = "faster"
    SLOWER = "slower"
    NO_MEASURABLE_CHANGE = "no_measurable_change"
    INCONCLUSIVE = "inconclusive"
    UNDECIDED = "undecided"  # looks remain: measure another segment


@dataclass(frozen=True)
class Judgement:
    """A verdict and the numbers behind it. Ratios are after divided by before; estimate and half are log ratios."""

    metric: Metric  # the metric that the numbers are of: wall or cpu
    verdict: Verdict
    ratio: float
    low: float
    high: float
    estimate: float
    half: float
    segments: int
    samples: int  # pairs for wall, slices for cpu
    parts: tuple["Judgement", ...] = ()  # of a judgement on both: wall and cpu by themselves


def alpha_of_attempt(k: int) -> float:
    """What the k-th (from 1) different change of a learner may spend; over all attempts the sum stays below ALPHA."""
    return ALPHA * 6 / (math.pi * k) ** 2


def judge(
    segments: Sequence[Segment], metric: Metric, *, looks_left: int | None = None, alpha: float = ALPHA
) -> Judgement:
    """Judge everything measured so far, with gated slices already left out.

    `looks_left` is how many more segments may follow; by default five looks less the segments given. While some are
    left a doubtful case is `undecided`. A judgement on both metrics gives each half of alpha, as it has two chances
    to err. Raises BadSamples for numbers that cannot be, for no segment and for more than five; TooFewSamples for
    under 12 samples.
    """
    if not 1 <= len(segments) <= LOOKS:
        raise BadSamples(f"A verdict is made of 1 to {LOOKS} segments, not {len(segments)}.")
    left = LOOKS - len(segments) if looks_left is None else looks_left
    if metric is not Metric.BOTH:
        return _judge_one(segments, metric, left, alpha)
    return _combine(
        _judge_one(segments, Metric.WALL, left, alpha / 2), _judge_one(segments, Metric.CPU, left, alpha / 2), left
    )


def so_far(segments: Sequence[Segment], metric: Metric, *, alpha: float = ALPHA) -> Judgement | None:
    """The numbers while a segment is still being measured, or None where there are too few. Never a basis to stop."""
    try:
        return replace(judge(segments, metric, looks_left=LOOKS, alpha=alpha), verdict=Verdict.UNDECIDED)
    except TooFewSamples:
        return None


def _judge_one(segments: Sequence[Segment], metric: Metric, left: int, alpha: float) -> Judgement:
    values, trim = (wall_values(segments), TRIM_WALL) if metric is Metric.WALL else (cpu_values(segments), TRIM_CPU)
    found = estimate(values, trim=trim, segments=len(segments), p=1 - alpha / LOOKS)
    return Judgement(
        metric=metric,
        verdict=verdict_of(found, left),
        ratio=_ratio(found.value),
        low=_ratio(found.low),
        high=_ratio(found.high),
        estimate=found.value,
        half=found.half,
        segments=len(segments),
        samples=found.samples,
    )


def _ratio(log: float) -> float:
    return math.exp(min(log, 700.0))  # beyond that a double overflows; such an interval says nothing anyway


def verdict_of(found: Estimate, looks_left: int) -> Verdict:
    """The verdict on one metric's estimate."""
    faster = found.high < -MARGIN
    if faster and found.half < SHARP * abs(found.value):
        return Verdict.FASTER
    if found.low > MARGIN:
        return Verdict.SLOWER
    if found.low > -SAME and found.high < SAME:
        return Verdict.NO_MEASURABLE_CHANGE
    if looks_left > 0:
        return Verdict.UNDECIDED
    return Verdict.FASTER if faster else Verdict.INCONCLUSIVE


def _combine(wall: Judgement, cpu: Judgement, left: int) -> Judgement:
    """Faster on one and not slower on the other. The numbers shown are those of the metric that decides."""
    best, other = sorted((wall, cpu), key=lambda one: (one.verdict is not Verdict.FASTER, one.estimate))
    verdict = _combined_verdict(best, other, left)
    shown = other if verdict is Verdict.SLOWER else best
    return replace(shown, verdict=verdict, parts=(wall, cpu))


def _combined_verdict(best: Judgement, other: Judgement, left: int) -> Verdict:
    """`best` is the faster one, or else that of the lower ratio.

    Gain here and loss there is inconclusive: a trade, not an improvement.
    """
    if other.verdict is Verdict.SLOWER:
        return Verdict.INCONCLUSIVE if best.verdict is Verdict.FASTER else Verdict.SLOWER
    if best.verdict is Verdict.FASTER:
        return Verdict.FASTER if math.log(other.high) < SAME or left <= 0 else Verdict.UNDECIDED
    if best.verdict is other.verdict:
        return best.verdict
    return Verdict.UNDECIDED if left > 0 else Verdict.INCONCLUSIVE
