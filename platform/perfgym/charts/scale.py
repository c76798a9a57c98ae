"""Where a number lies on an axis, and which numbers are worth a tick."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from perfgym.charts.labels import Tick
from perfgym.charts.words import number

_FACTORS = (1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)
_STEPS = (1, 2, 2.5, 5, 10)
EDGE = 1.0  # per cent of the width left free on each side


@dataclass(frozen=True)
class RatioAxis:
    """A logarithmic axis of after / before, from `low` to `high`, both in log ratio: faster is on the left."""

    low: float
    high: float

    @classmethod
    def fitting(cls, ratios: Sequence[float], low: float, high: float) -> "RatioAxis":
        """An axis with 98 % of the ratios, the whole interval, and "as before" with some air beyond it."""
        logs = sorted(math.log(ratio) for ratio in ratios)
        cut = len(logs) // 100
        core = logs[cut : len(logs) - cut] or [0.0]
        left = min(core[0], math.log(low), -0.02)
        right = max(core[-1], math.log(high), 0.02)
        air = 0.09 * (right - left)
        return cls(left - air, right + air)

    def x(self, ratio: float) -> float:
        """Per cent of the width."""
        return EDGE + (100 - 2 * EDGE) * (math.log(ratio) - self.low) / (self.high - self.low)

    def holds(self, ratio: float) -> bool:
        return self.low <= math.log(ratio) <= self.high

    def ticks(self, apart: float = 13.0) -> list[tuple[float, str]]:
        """(ratio, label), "as before" among them, at least `apart` per cent of the width from each other."""
        chosen = [(1.0, "as before")]
        for word, sign in (("faster", -1), ("slower", 1)):
            for times in reversed(_FACTORS):  # the outermost first: it carries the word
                ratio = float(times) ** sign
                if self.holds(ratio) and all(abs(self.x(ratio) - self.x(other)) >= apart for other, _ in chosen):
                    chosen.append((ratio, f"{number(times)}x {word}".rstrip()))
                    word = ""
        return sorted(chosen)

    def labelled(self) -> list[Tick]:
        """Those ticks by their place: "as before" first, then the outermost, then the others."""
        found = self.ticks()
        middle = next(position for position, (ratio, _) in enumerate(found) if ratio == 1.0)
        order = dict.fromkeys([middle, 0, len(found) - 1, *range(len(found))])
        return [Tick(self.x(found[position][0]), found[position][1]) for position in order]


def nice_ticks(top: float, at_most: int = 5) -> list[float]:
    """Round numbers from 0 to at most `top`, evenly spaced."""
    if not top > 0:
        return [0.0]
    rough = top / at_most
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(each * magnitude for each in _STEPS if each * magnitude >= rough * (1 - 1e-9))
    return [step * k for k in range(int(top / step * (1 + 1e-9)) + 1)]


def round_seconds(end: float, at_most: int = 8) -> float:
    """A step of time that people count in, so that at most so many reach from 0 to the end; in seconds."""
    usual = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600)
    if end < 1 * at_most / 4 or end > usual[-1] * at_most:
        ticks = nice_ticks(end, at_most)
        return ticks[1] if len(ticks) > 1 else end
    return float(next(step for step in usual if end / step <= at_most))


def thinned(values: Sequence[float], count: int) -> list[float]:
    """At most `count` of the values, in ascending order, spread evenly over their ranks: the distribution stays."""
    ordered = sorted(values)
    if len(ordered) <= count:
        return ordered
    return [ordered[(2 * k + 1) * len(ordered) // (2 * count)] for k in range(count)]
