"""What an application carries: the knee and the breaking point of a test in which the load rises step by step.

Whether a curve of latency has a knee, and where, depends on how one draws it (Gunther, "Mind Your Knees and Queues",
2009), so both are defined by a rule instead of by eye:

knee            the rate at which the median latency is TWICE that of the lightest step (Jain, The Art of Computer
                Systems Performance Analysis, 1991, section 3.3: beyond it latency rises fast and little is gained)
breaking point  the lowest rate at which the objective is missed: 95 % within a time, failures, arrivals kept up with

Between two steps latency is taken to grow by the same factor with each request a second more.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

TWICE = 2.0
NEAR = 1.5  # times the lowest rate: still light
FAILED = 0.01  # share of requests
KEPT_UP = 0.98  # of the arrivals that were due
LEAST, MOST = 0.10, 0.25  # relative half width: what reading a curve takes, and what is more than noise
APART = 0.5  # two passes that differ by more than this say nothing


@dataclass(frozen=True)
class Step:
    """One level of load. Rates in requests a second; latencies in ms from when a request should have started."""

    rate: float  # offered
    p50: float
    p95: float
    failed: float = 0.0  # share
    answered: float = 1.0  # share of the arrivals that were due


def knee(steps: Sequence[Step]) -> float | None:
    """Requests a second; None where no step is beyond it."""
    limit = TWICE * _light(steps) if steps else 0.0
    return _crossing(steps, lambda step: step.p50, lambda step: step.p50 > limit, limit)


def _light(steps: Sequence[Step]) -> float:
    """Median latency at light load: the middle one of the lightest steps, as one of them may be restless."""
    lowest = min(step.rate for step in steps)
    return median(step.p50 for step in steps if step.rate <= NEAR * lowest)


def breaking_point(steps: Sequence[Step], objective_ms: float) -> float | None:
    """Requests a second; None where every step meets the objective, or the lightest one misses it."""
    return _crossing(steps, lambda step: step.p95, lambda step: broken(step, objective_ms), objective_ms)


def broken(step: Step, objective_ms: float) -> bool:
    return step.p95 > objective_ms or step.failed > FAILED or step.answered < KEPT_UP


def _crossing(
    steps: Sequence[Step], latency: Callable[[Step], float], beyond: Callable[[Step], bool], limit: float
) -> float | None:
    """Where the steps go beyond for good, so that one restless step in a calm stretch is no end."""
    last_good = max((at for at, step in enumerate(steps) if not beyond(step)), default=None)
    if last_good is None or last_good + 1 >= len(steps):
        return None
    good, bad = steps[last_good], steps[last_good + 1]
    low, high = latency(good), latency(bad)
    if not 0 < low < limit < high:  # it broke by failures: somewhere between the two
        return (good.rate + bad.rate) / 2
    return good.rate + (bad.rate - good.rate) * math.log(limit / low) / math.log(high / low)


@dataclass(frozen=True)
class Point:
    """A rate found in several passes, and its relative half width: what steps and noise leave open."""

    rate: float
    share: float

    def holds(self, rate: float, more: float = 0.0) -> bool:
        """Whether a stated rate is this one; `more` is the half width of who states it, 0.25 at most in all."""
        return math.isfinite(rate) and abs(rate - self.rate) <= self.allowed(more) * self.rate

    def allowed(self, more: float = 0.0) -> float:
        return min(MOST, max(self.share, more))


def point(found: Sequence[float | None], rates: Sequence[float]) -> Point | None:
    """From what each pass found, and the rates of the steps. None where a pass found nothing, or they disagree."""
    known = [one for one in found if one is not None]
    if not known or len(known) < len(found) or max(known) > (1 + APART) * min(known):
        return None
    middle = sum(known) / len(known)
    spread = max(abs(one - middle) for one in known) / middle
    return Point(middle, min(MOST, max(LEAST, spread + half_step(rates, middle))))


def half_step(rates: Sequence[float], at: float) -> float:
    """Half the distance of the two steps around a rate, relative to it; MOST where no two are around it."""
    for low, high in pairwise(sorted(rates)):
        if low <= at <= high:
            return (high - low) / 2 / at
    return MOST
