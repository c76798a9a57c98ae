"""From log ratios to an estimate and an interval: trimmed mean, delete-a-group jackknife, Student's t.

Sums are exactly rounded (math.fsum) and logarithms are the C library's, so the result depends neither on the order of
summing nor on which vector instructions the processor has.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from perfgym.measure.errors import BadSamples, TooFewSamples
from perfgym.measure.samples import Segment
from perfgym.measure.student import quantile

BATCHES = 12  # consecutive, so that slow drifts of the machine end up between batches, not inside
TRIM_CPU = 0.10
TRIM_WALL = 0.25
TAU = 0.013  # what a fresh start adds on its own, in log ratio; measured by starting the same code again and again


@dataclass(frozen=True)
class Estimate:
    """A log ratio with its interval of +-half; negative is faster."""

    value: float
    half: float
    samples: int

    @property
    def low(self) -> float:
        return self.value - self.half

    @property
    def high(self) -> float:
        return self.value + self.half


def wall_values(segments: Sequence[Segment]) -> list[float]:
    """ln(after / before) of the latency of each pair, in order. Raises BadSamples."""
    pairs = [pair for each in segments for pair in each.pairs]
    for pair in pairs:
        if not (0 < pair.before_ms < math.inf and 0 < pair.after_ms < math.inf):
            log_ratio(pair.before_ms, pair.after_ms, "a latency in milliseconds")  # raises
    log = math.log
    return [log(pair.after_ms) - log(pair.before_ms) for pair in pairs]


def cpu_values(segments: Sequence[Segment]) -> list[float]:
    """ln(after / before) of the CPU per request of each slice, in order. Raises BadSamples."""
    return [
        log_ratio(one.cpu_before_s, one.cpu_after_s, "a slice's CPU seconds")
        - log_ratio(one.n_before, one.n_after, "a slice's number of requests")
        for each in segments
        for one in each.slices
    ]


def log_ratio(before: float, after: float, what: str) -> float:
    """ln(after) - ln(before): swapping the arms flips the sign and nothing else."""
    for value in (before, after):
        if not (math.isfinite(value) and value > 0):
            raise BadSamples(f"{what[0].upper()}{what[1:]} is {value!r}; it must be a finite number above zero.")
    return math.log(after) - math.log(before)


def estimate(values: Sequence[float], *, trim: float, segments: int, p: float) -> Estimate:
    """The trimmed mean of `values` and half its interval, t(p, 11) * sqrt(jackknife variance + tau^2 / segments).

    `trim` is the share cut from each side. Raises TooFewSamples for fewer than 12 values, one a batch.
    """
    if len(values) < BATCHES:
        raise TooFewSamples(len(values), BATCHES, "samples")
    order = sorted(range(len(values)), key=values.__getitem__)
    ordered = [values[position] for position in order]
    error = math.sqrt(_jackknife_variance(ordered, order, trim) + TAU**2 / segments)
    return Estimate(trimmed_mean(ordered, trim), quantile(p, BATCHES - 1) * error, len(values))


def trimmed_mean(ordered: Sequence[float], trim: float) -> float:
    """The mean of what is left when the share `trim` is cut from each end of values in ascending order."""
    cut = int(trim * len(ordered))
    kept = ordered[cut : len(ordered) - cut]
    return math.fsum(kept) / len(kept)


def _jackknife_variance(ordered: Sequence[float], order: Sequence[int], trim: float) -> float:
    """Variance of the trimmed mean, leaving out each of 12 consecutive batches (Efron and Tibshirani 1993, ch. 11).

    `ordered` are all values, ascending, and `order` the position that each was measured at: one sort serves all.
    """
    batches = [position * BATCHES // len(order) for position in order]
    left_out = [trimmed_mean(list(compress(ordered, map(batch.__ne__, batches))), trim) for batch in range(BATCHES)]
    mean = math.fsum(left_out) / BATCHES
    return (BATCHES - 1) / BATCHES * math.fsum((each - mean) ** 2 for each in left_out)
