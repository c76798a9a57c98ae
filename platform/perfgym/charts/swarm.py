"""Heights for dots on a line so that they show where many lie, without chance."""

from collections.abc import Sequence

_CELLS = 60  # of the width; narrow enough to show a shape, wide enough not to show single dots
_SMOOTH = (1, 4, 7, 10, 7, 4, 1)


def heights(places: Sequence[float]) -> list[float]:
    """For places in ascending order (per cent) a height between -1 and 1 each: denser places spread wider.

    Quasirandom, as in the "vipor" method of Sherrill-Mix and Clarke: the van der Corput sequence scaled by the density.
    """
    density = _density(places)
    densest = max(density, default=1.0)
    return [
        (2 * _van_der_corput(rank + 1) - 1) * (0.12 + 0.88 * density[_cell(place)] / densest)
        for rank, place in enumerate(places)
    ]


def _density(places: Sequence[float]) -> list[float]:
    counts = [0] * (_CELLS + len(_SMOOTH) - 1)
    for place in places:
        for offset, weight in enumerate(_SMOOTH):
            counts[_cell(place) + offset] += weight
    half = len(_SMOOTH) // 2
    return [float(count) for count in counts[half : half + _CELLS]]


def _cell(place: float) -> int:
    return min(_CELLS - 1, max(0, int(place / 100 * _CELLS)))


def _van_der_corput(index: int) -> float:
    """The index's binary digits mirrored at the point: 1, 2, 3, 4 become 1/2, 1/4, 3/4, 1/8."""
    value, share = 0.0, 0.5
    while index:
        value += share * (index & 1)
        index >>= 1
        share /= 2
    return value
