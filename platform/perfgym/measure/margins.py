"""From an estimate with its interval to a verdict."""

import math
from collections.abc import Sequence
from dataclasses import replace

from perfgym.measure.digits import significant
from perfgym.measure.estimate import Estimate
from perfgym.measure.judgement import Judgement, Verdict

MARGIN = 0.02  # log ratio: a change smaller than this is not called one
SAME = 0.05  # log ratio: an interval within this is "no measurable change"
SHARP = 0.6  # an early "faster" needs an interval this much narrower than the gain
ONE_START = 0.2  # log ratio: more than identical code ever differed by after one fresh start
LEAST_OF_BLOCKS = significant(math.log(1.5))  # log ratio: blocks are too blunt to call anything smaller a change
CHANGES = (Verdict.FASTER, Verdict.SLOWER)


def verdict_of(found: Estimate, looks_left: int, *, least: float = 0.0) -> Verdict:
    """The verdict on one metric's estimate. A change whose log ratio is smaller than `least` is not called one."""
    verdict = _by_margins(found, looks_left)
    if verdict not in CHANGES or abs(found.value) >= least:
        return verdict
    may_grow = looks_left > 0 and max(abs(found.low), abs(found.high)) >= least
    return Verdict.UNDECIDED if may_grow else Verdict.INCONCLUSIVE


def _by_margins(found: Estimate, looks_left: int) -> Verdict:
    faster = found.high < -MARGIN
    if faster and found.half < SHARP * abs(found.value):
        return Verdict.FASTER
    if found.low > MARGIN:
        return Verdict.SLOWER
    if found.low > -SAME and found.high < SAME:
        return Verdict.NO_MEASURABLE_CHANGE
    if looks_left > 0:
        return Verdict.UNDECIDED
    return Verdict.FASTER if faster else Verdict.INCONCLUSIVE


def rests_on_one_start(found: Estimate, without_each: Sequence[float], looks_left: int) -> bool:
    """Whether a single fresh start carries the change: now and then one is some 8 % off for all its life.

    `without_each` are the estimates with each start left out in turn: all must be a change in the same direction. Of
    one start alone nothing remains, and it ends a comparison early only if its interval lies beyond what a start can
    differ by.
    """
    if not without_each:
        return looks_left > 0 and abs(found.value) - found.half < ONE_START
    return any(math.copysign(rest, rest * found.value) <= MARGIN for rest in without_each)


def combine(wall: Judgement, cpu: Judgement, left: int) -> Judgement:
    """Faster on one and not slower on the other. The numbers shown are those of the metric that decides."""
    best, other = sorted((wall, cpu), key=lambda one: (one.verdict is not Verdict.FASTER, one.estimate))
    verdict = _combined_verdict(best, other, left)
    shown = other if verdict is Verdict.SLOWER else best
    return replace(shown, verdict=verdict, parts=(wall, cpu))


def _combined_verdict(best: Judgement, other: Judgement, left: int) -> Verdict:
    """`best` is the faster one, or else that of the lower ratio.

    Gain here and loss there is inconclusive: a trade, not an improvement.
    """
    if other.verdict is Verdict.SLOWER:
        return Verdict.INCONCLUSIVE if best.verdict is Verdict.FASTER else Verdict.SLOWER
    if best.verdict is Verdict.FASTER:
        return Verdict.FASTER if other.estimate + other.half < SAME or left <= 0 else Verdict.UNDECIDED
    if best.verdict is other.verdict:
        return best.verdict
    return Verdict.UNDECIDED if left > 0 else Verdict.INCONCLUSIVE
