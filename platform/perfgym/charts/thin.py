"""Fewer points for the same picture: what is left out can only be what nobody could see."""

from collections.abc import Sequence

BUCKETS = 120  # of two points each: more than a line of 900 pixels can show of a noisy one

Point = tuple[float, float]


def envelope(times: Sequence[float], values: Sequence[float | None], buckets: int = BUCKETS) -> list[Point | None]:
    """The points, or the lowest and the highest of each of so many stretches: no peak is ever lost.

    None marks a gap; a stretch without any value is one.
    """
    points = list(zip(times, values, strict=True))
    if len(points) <= 2 * buckets:
        return [None if value is None else (time, value) for time, value in points]
    found: list[Point | None] = []
    for number in range(buckets):
        stretch = points[number * len(points) // buckets : (number + 1) * len(points) // buckets]
        known = [(time, value) for time, value in stretch if value is not None]
        if not known:
            found.append(None)
            continue
        ends = {min(known, key=lambda one: one[1]), max(known, key=lambda one: one[1])}
        found += sorted(ends)
    return found
