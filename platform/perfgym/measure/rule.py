"""The rule: from segments of pairs or of blocks to a verdict. Nothing here draws a random number."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from perfgym.measure.blocks import BlockSegment
from perfgym.measure.costs import TRIM_BLOCKS, BlockMetric, block_values
from perfgym.measure.digits import significant
from perfgym.measure.errors import BadSamples, TooFewSamples
from perfgym.measure.estimate import TRIM_CPU, TRIM_WALL, Estimate, cpu_values, estimate, trimmed_mean, wall_values
from perfgym.measure.judgement import OF_CPU, AnyMetric, Judgement, Metric, Verdict
from perfgym.measure.margins import CHANGES, LEAST_OF_BLOCKS, combine, rests_on_one_start, verdict_of
from perfgym.measure.possible import cpu_unreadable, refuse_impossible
from perfgym.measure.samples import Measured, Segment

__all__ = [
    "ALPHA",
    "LOOKS",
    "AnyMetric",
    "Judgement",
    "Metric",
    "Verdict",
    "alpha_of_attempt",
    "cpu_is_missing",
    "judge",
    "so_far",
    "verdict_of",
]

ALPHA = 0.01  # of calling a change that is not there, one-sided, over all looks
LOOKS = 5  # one after each segment

T = TypeVar("T", bound=Measured)


def alpha_of_attempt(k: int) -> float:
    """What the k-th (from 1) different change of a learner may spend; over all attempts the sum stays below ALPHA."""
    return ALPHA * 6 / (math.pi * k) ** 2


def judge(
    segments: Sequence[Measured], metric: AnyMetric, *, looks_left: int | None = None, alpha: float = ALPHA
) -> Judgement:
    """Judge everything measured so far, with gated slices already left out: segments of one design, and its metric.

    `looks_left` is how many more segments may follow; by default five looks less the segments given. While some are
    left a doubtful case is `undecided`. A judgement on both metrics gives each half of alpha, as it has two chances
    to err. Raises BadSamples for numbers that cannot be, for no segment and, unless `looks_left` is given, for more
    than five; TooFewSamples for under 12 samples.
    """
    if not segments or (looks_left is None and len(segments) > LOOKS):
        raise BadSamples(f"A verdict is made of 1 to {LOOKS} segments, not {len(segments)}.")
    refuse_impossible(segments)
    left = LOOKS - len(segments) if looks_left is None else looks_left
    if metric is not Metric.BOTH:
        return _judge_one(segments, metric, left, alpha)
    return combine(
        _judge_one(segments, Metric.WALL, left, alpha / 2), _judge_one(segments, Metric.CPU, left, alpha / 2), left
    )


def so_far(segments: Sequence[Measured], metric: AnyMetric, *, alpha: float = ALPHA) -> Judgement | None:
    """The numbers while a segment is still being measured, or None where there are none yet. Never a basis to stop."""
    if cpu_is_missing(segments, metric):
        return None
    try:
        return replace(judge(segments, metric, looks_left=LOOKS, alpha=alpha), verdict=Verdict.UNDECIDED)
    except TooFewSamples:
        return None


def cpu_is_missing(segments: Sequence[Measured], metric: AnyMetric) -> bool:
    """Whether the metric is of CPU, and some slice's CPU cannot be read."""
    return metric in OF_CPU and cpu_unreadable(one for segment in segments for one in segment.slices)


def _judge_one(segments: Sequence[Measured], metric: AnyMetric, left: int, alpha: float) -> Judgement:
    by_start = [_values([one], metric) for one in segments]
    trim = _trim(metric)
    exact = estimate(list(chain(*by_start)), trim=trim, segments=len(segments), p=1 - alpha / LOOKS)
    found = Estimate(significant(exact.value), significant(exact.half), exact.samples)
    least = LEAST_OF_BLOCKS if isinstance(metric, BlockMetric) else 0.0
    verdict = verdict_of(found, left, least=least)
    if verdict in CHANGES and rests_on_one_start(found, _without_each(by_start, trim), left):
        verdict = Verdict.UNDECIDED if left > 0 else Verdict.INCONCLUSIVE
    return Judgement(
        metric=metric,
        verdict=verdict,
        ratio=_ratio(found.value),
        low=_ratio(found.low),
        high=_ratio(found.high),
        estimate=found.value,
        half=found.half,
        segments=len(segments),
        samples=found.samples,
    )


def _values(segments: Sequence[Measured], metric: AnyMetric) -> list[float]:
    """The log ratios of a metric."""
    if isinstance(metric, BlockMetric):
        return block_values(_all_of(BlockSegment, segments, metric), metric)
    pairs = _all_of(Segment, segments, metric)
    return wall_values(pairs) if metric is Metric.WALL else cpu_values(pairs)


def _trim(metric: AnyMetric) -> float:
    """The share of the log ratios to cut from each side."""
    if isinstance(metric, BlockMetric):
        return TRIM_BLOCKS
    return TRIM_WALL if metric is Metric.WALL else TRIM_CPU


def _without_each(by_start: Sequence[list[float]], trim: float) -> list[float]:
    """The estimate with each fresh start left out in turn; none where nothing remains."""
    measured = [values for values in by_start if values]
    rests = [sorted(chain(*measured[:position], *measured[position + 1 :])) for position in range(len(measured))]
    return [significant(trimmed_mean(rest, trim)) for rest in rests if rest]


def _all_of(design: type[T], segments: Sequence[Measured], metric: AnyMetric) -> list[T]:
    found = [one for one in segments if isinstance(one, design)]
    if len(found) != len(segments):
        raise BadSamples(
            f"The metric {metric} cannot be judged on this design: wall, cpu and both are of pairs, others of blocks."
        )
    return found


def _ratio(log: float) -> float:
    return significant(math.exp(min(log, 700.0)))  # beyond a double overflows; such an interval says nothing anyway
