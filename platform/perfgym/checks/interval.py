"""A prediction as three numbers, and what it was worth once the result was there."""

import math
from dataclasses import dataclass

OUTSIDE = 0.2  # how often the result may lie outside the range that is asked for: one time in five
WIDE = math.log(4)  # a range from one to four times something says nothing: it earns nothing
NARROW = math.log(1.25)  # as near as two measurements of the same thing lie: nothing closer is asked for


@dataclass(frozen=True)
class Interval:
    """What somebody expects; each above 0, and low <= best <= high."""

    low: float
    best: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    def loss(self, value: float) -> float:
        """The interval score on a scale of logarithms, so that half and double are equally far off; 0 is the best.

        The width of the range, and where the result lies outside it 2 / OUTSIDE times the distance to it. It is proper:
        who says less or more than they believe expects to lose by it. Winkler, A decision-theoretic approach to
        interval estimation, 1972; Gneiting and Raftery, Strictly proper scoring rules, 2007, section 6.2.
        """
        low, high, at = math.log(self.low), math.log(self.high), math.log(value)
        return (high - low) + 2 / OUTSIDE * (max(0.0, low - at) + max(0.0, at - high))

    def share(self, value: float) -> float:
        """The share of the points, 0 to 1: falls with the loss, from all at NARROW to none at WIDE."""
        return min(1.0, max(0.0, (WIDE - self.loss(value)) / (WIDE - NARROW)))
