"""Stages of a load test: stretches in which the load was held, found in what was recorded second by second."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Held:
    """The load was `level` (users, or arrivals a second) from second `start` up to, but not including, `end`."""

    start: int
    end: int
    level: float

    @property
    def seconds(self) -> int:
        return self.end - self.start


def held(levels: Sequence[float], least: int) -> tuple[Held, ...]:
    """Stretches of at least `least` seconds in which the level of each second is the same, and not zero.

    A ramp, whose level is another one in every second, is no stage.
    """
    edges = [0, *(at for at in range(1, len(levels)) if levels[at] != levels[at - 1]), len(levels)]
    found = (Held(start, end, float(levels[start])) for start, end in pairwise(edges) if end > start)
    return tuple(one for one in found if one.seconds >= least and one.level > 0)
