"""Percentiles and the empirical distribution of latencies."""

import math
from collections.abc import Sequence

import numpy as np

from perfgym.measure.errors import BadSamples, TooFewSamples


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed: always a value that was measured.

    This is the nearest-rank definition (Hyndman and Fan 1996, type 1). Raises TooFewSamples or BadSamples.
    """
    if not 0 <= share <= 1:
        raise BadSamples(f"A percentile's share lies between 0 and 1, not {share!r}.")
    return at(_ordered(values), share)


def p50_p95_p99(values: Sequence[float]) -> tuple[float, float, float]:
    """Median, 95th and 99th percentile, nearest rank."""
    ordered = _ordered(values)
    return at(ordered, 0.50), at(ordered, 0.95), at(ordered, 0.99)


def ecdf(values: Sequence[float]) -> tuple[list[float], list[float]]:
    """Ascending distinct values, and for each the share (0 to 1) of all values that do not exceed it."""
    ordered = _ordered(values)
    last = {value: position + 1 for position, value in enumerate(ordered)}
    return list(last), [position / len(ordered) for position in last.values()]


def at(ordered: Sequence[float], share: float) -> float:
    """The same of values that are in ascending order already, at least one; nothing is checked."""
    # The product may land a hair above a whole number (0.07 * 100): without the rounding that would cost a rank.
    return ordered[max(0, math.ceil(round(share * len(ordered), 9)) - 1)]


def _ordered(values: Sequence[float]) -> list[float]:
    ordered = np.sort(np.asarray(values, dtype=float))
    if not len(ordered):
        raise TooFewSamples(0, 1, "samples")
    if not np.isfinite(ordered).all() or ordered[0] < 0:
        raise BadSamples("A percentile needs finite numbers of zero or more.")
    found: list[float] = ordered.tolist()
    return found
