"""Percentiles of raw values, interpolated between neighbours as numpy does by default."""

from collections.abc import Sequence


def percentile(ascending: Sequence[float], percent: float) -> float | None:
    """The percentile of values that are sorted already; None where there is none."""
    if not ascending:
        return None
    place = (len(ascending) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ascending) - 1)
    return ascending[low] + (ascending[high] - ascending[low]) * (place - low)
