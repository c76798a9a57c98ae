"""An axis of numbers: from zero up, or logarithmic where the numbers are far apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from perfgym.charts.labels import Tick
from perfgym.charts.scale import nice_ticks
from perfgym.charts.words import figure

FAR = 25.0  # the largest over the middle, from where on an even axis would show only the largest

FINEST = 0.01  # of the unit: no axis is shorter than that, as its numbers would be longer than they are worth


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`; `log` axes begin above zero."""

    low: float
    high: float
    log: bool = False

    @classmethod
    def even(cls, top: float) -> "Axis":
        """From zero to just beyond the top."""
        return cls(0.0, 1.04 * max(top, FINEST))

    @classmethod
    def fitting(cls, values: Sequence[float]) -> "Axis":
        """For all these values of zero or more; logarithmic where the largest is many times the middle one."""
        ordered = sorted(values) or [1.0]
        low, middle, high = ordered[0], ordered[len(ordered) // 2], ordered[-1]
        if low >= FINEST and high > FAR * middle:
            return cls(low / 1.15, high * 1.15, log=True)
        return cls.even(high)

    def at(self, value: float) -> float:
        """The value's place between 0 and 1; what lies beyond an end is put there."""
        if not self.log:
            return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        if value <= self.low:
            return 0.0
        return min(1.0, (math.log(value) - math.log(self.low)) / (math.log(self.high) - math.log(self.low)))

    def ticks(self, at_most: int = 5) -> list[float]:
        """Round numbers within, the most important first."""
        if not self.log:
            even = nice_ticks(self.high, at_most)
            return [*even[::2], *even[1::2]]
        found: list[float] = []
        for factor in (1, 3):
            for power in range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1):
                value = factor * 10.0**power
                if self.low <= value <= self.high:
                    found.append(value)
        return found or [self.high]

    def labelled(self, unit: str) -> list[Tick]:
        """Ticks along the width."""
        return [Tick(100 * self.at(value), figure(value, unit)) for value in self.ticks()]
