"""One look at a comparison: gates, then the rule, then whether to go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from perfgym.measure import gates
from perfgym.measure.costs import BlockMetric
from perfgym.measure.errors import TooFewSamples
from perfgym.measure.gates import Gated, Reason
from perfgym.measure.rule import ALPHA, LOOKS, AnyMetric, Judgement, Verdict, cpu_is_missing, judge
from perfgym.measure.samples import Measured


@dataclass(frozen=True)
class Look:
    """What is known after a segment. `final`: measuring more cannot or must not change it."""

    gated: Gated[Any]
    judgement: Judgement | None  # None where a reason forbids a verdict, or where too little is left to judge
    reason: Reason | None
    final: bool


def look(
    segments: Sequence[Measured],
    metric: AnyMetric,
    *,
    wrong_answers: int = 0,
    achieved: float = 1.0,
    looks_left: int | None = None,
    alpha: float = ALPHA,
) -> Look:
    """Judge complete segments, gates included; `achieved` is the share of intended arrivals. Raises BadSamples.

    Noise and a few failures do not end a comparison while looks remain, as both may pass; a wrong answer does.
    """
    left = LOOKS - len(segments) if looks_left is None else looks_left
    gated = gates.apply(
        segments,
        wrong_answers=wrong_answers,
        achieved=achieved,
        errors_are_judged=metric is BlockMetric.ERROR_BUDGET,
    )
    missing = Reason.CPU_UNREADABLE if cpu_is_missing(gated.segments, metric) else None
    reason = gated.reason or missing
    if reason is not None:
        return Look(gated, None, reason, final=left <= 0 or not _may_pass(reason, segments, left))
    try:
        judgement = judge(gated.segments, metric, looks_left=left, alpha=alpha)
    except TooFewSamples:
        return Look(gated, None, Reason.TOO_FEW if left <= 0 else None, final=left <= 0)
    return Look(gated, judgement, None, final=judgement.verdict is not Verdict.UNDECIDED)


def _may_pass(reason: Reason, segments: Sequence[Measured], left: int) -> bool:
    """Whether the segments still to come could lift the reason, were they as long as these and flawless."""
    if reason in (Reason.TOO_NOISY, Reason.TOO_FEW):
        return True
    slices = [one for segment in segments for one in segment.slices]
    growth = (len(segments) + left) / len(segments)
    if reason is Reason.TOO_MANY_FAILURES:
        return sum(one.errors_after for one in slices) <= gates.ERRORS * growth * sum(one.n_after for one in slices)
    if reason is Reason.BASELINE_FAILURES:
        return sum(one.errors_before for one in slices) <= gates.ERRORS * growth * sum(one.n_before for one in slices)
    return False
