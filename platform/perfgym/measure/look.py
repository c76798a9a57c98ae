"""One look at a comparison: gates, then the rule, then whether to go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from perfgym.measure import gates
from perfgym.measure.costs import BlockMetric
from perfgym.measure.errors import TooFewSamples
from perfgym.measure.gates import Gated, Reason
from perfgym.measure.possible import cpu_unreadable
from perfgym.measure.rule import ALPHA, LOOKS, AnyMetric, Judgement, Metric, Verdict, judge
from perfgym.measure.samples import Measured

OF_CPU = (Metric.CPU, Metric.BOTH, BlockMetric.CPU_PER_REQUEST)


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
    reason = gated.reason or _unreadable(gated, metric)
    if reason is not None:
        return Look(gated, None, reason, final=left <= 0 or not _may_pass(reason, segments, left))
    try:
        judgement = judge(gated.segments, metric, looks_left=left, alpha=alpha)
    except TooFewSamples:
        return Look(gated, None, Reason.TOO_FEW if left <= 0 else None, final=left <= 0)
    return Look(gated, judgement, None, final=judgement.verdict is not Verdict.UNDECIDED)


def _unreadable(gated: Gated[Any], metric: AnyMetric) -> Reason | None:
    slices = (one for segment in gated.segments for one in segment.slices)
    return Reason.CPU_UNREADABLE if metric in OF_CPU and cpu_unreadable(slices) else None


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
