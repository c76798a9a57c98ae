"""A shorter pace ends a comparison earlier and never gives it a verdict that the rule would not have given."""

import pytest

from perfgym.measure.rule import Metric, Verdict
from perfgym.runs.comparison import Comparison
from perfgym.runs.outcome import Reason, RunFailed
from perfgym.runs.pairs import Measured
from tests.measure.measure_factories import segment


def measured(ratio: float, *, most: int, slices: int = 24) -> Comparison:
    found, one = Comparison(Metric.WALL, most=most), segment(ratio, seed=3, pairs=6, slices=slices)
    found.add([Measured(each, tuple(p for p in one.pairs if p.slice == each.index)) for each in one.slices])
    return found


def test_what_is_undecided_at_the_end_is_inconclusive() -> None:
    assert measured(0.9, most=5).judgement.verdict is Verdict.UNDECIDED
    ended = measured(0.9, most=1)
    assert ended.judgement.verdict is Verdict.INCONCLUSIVE
    assert ended.look is not None
    assert ended.look.final


def test_what_is_certain_stays_so() -> None:
    assert measured(0.4, most=1).judgement == measured(0.4, most=5).judgement


def test_too_few_slices_have_no_verdict() -> None:
    assert measured(0.4, most=5, slices=3).look is not None
    with pytest.raises(RunFailed) as failed:
        measured(0.4, most=1, slices=3)
    assert failed.value.reason is Reason.TOO_NOISY
