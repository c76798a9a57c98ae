"""A slice is dropped for both arms and by what is not the arms' doing; a run is refused with one reason."""

from dataclasses import replace

import pytest
from measure_factories import segment, segments

from perfgym.measure.gates import Dropped, Gate, Reason, apply, slice_gates
from perfgym.measure.look import look
from perfgym.measure.rule import Metric, Verdict
from perfgym.measure.samples import Segment, Slice

QUIET = Slice(0, 0.1, 0.1, 20, 20, lag_ms=0.4, generator_cpu_s=0.05, steal=0.05, busy=0.5)


def with_slices(one: Segment, count: int, **changes: float) -> Segment:
    """The segment with its first slices changed."""
    changed = tuple(replace(each, **changes) for each in one.slices[:count])
    return replace(one, slices=changed + one.slices[count:])


@pytest.mark.parametrize(
    ("changes", "latency_ms", "failed"),
    [
        ({}, 10, ()),
        ({"errors_before": 1}, 10, (Gate.ERRORS,)),
        ({"errors_after": 1}, 10, (Gate.ERRORS,)),
        ({"lag_ms": 5.1}, 10, (Gate.GENERATOR_LATE,)),
        ({"lag_ms": 5.1}, 100, ()),  # 20 % of the median is 20 ms
        ({"lag_ms": 20.1}, 100, (Gate.GENERATOR_LATE,)),
        ({"generator_cpu_s": 0.31}, 10, (Gate.GENERATOR_CPU,)),
        ({"steal": 0.151}, 10, (Gate.STEAL,)),
        ({"throttled_before": 1}, 10, (Gate.THROTTLED,)),
        ({"throttled_before": 1, "throttled_after": 2}, 10, ()),
        ({"steal": 0.2, "lag_ms": 9}, 10, (Gate.GENERATOR_LATE, Gate.STEAL)),
    ],
)
def test_slice_gates(changes, latency_ms, failed):
    assert slice_gates(replace(QUIET, **changes), [latency_ms] * 40) == failed


def test_a_dropped_slice_takes_its_pairs_along():
    gated = apply([segment(), with_slices(segment(seed=2), 1, steal=0.2)])
    assert gated.dropped == (Dropped(1, 0, (Gate.STEAL,)),)
    assert [len(each.slices) for each in gated.segments] == [24, 23]
    assert {pair.slice for pair in gated.segments[1].pairs} == set(range(1, 24))
    assert gated.reason is None


def test_the_gates_do_not_look_at_the_arms():
    noisy = with_slices(segment(0.5), 5, steal=0.2, lag_ms=30)
    assert apply([noisy]).dropped == apply([noisy.swapped()]).dropped


@pytest.mark.parametrize(
    ("late", "reason"),
    [(6, None), (7, Reason.TOO_NOISY)],  # of 24: a quarter may be late
)
def test_too_many_late_slices(late, reason):
    assert apply([with_slices(segment(), late, lag_ms=6)]).reason is reason


@pytest.mark.parametrize(("stolen", "reason"), [(12, None), (13, Reason.TOO_NOISY)])
def test_too_many_stolen_slices(stolen, reason):
    assert apply([with_slices(segment(), stolen, steal=0.2)]).reason is reason


@pytest.mark.parametrize(
    ("field", "reason"),
    [("errors_before", Reason.BASELINE_FAILURES), ("errors_after", Reason.TOO_MANY_FAILURES)],
)
def test_more_than_half_a_percent_of_failures(field, reason):
    assert apply([with_slices(segment(), 2, **{field: 1})]).reason is None  # 2 of 480
    assert apply([with_slices(segment(), 3, **{field: 1})]).reason is reason


def test_a_wrong_answer_outweighs_everything():
    assert apply([with_slices(segment(), 24, errors_after=9)], wrong_answers=1).reason is Reason.WRONG_ANSWERS


def test_arrivals_off_pace():
    assert apply([segment()], achieved=0.98).reason is None
    assert apply([segment()], achieved=0.97).reason is Reason.OFF_PACE


def test_a_look_stops_for_wrong_answers_and_waits_for_noise_to_pass():
    wrong = look([segment(0.5)], Metric.WALL, wrong_answers=1)
    assert (wrong.final, wrong.judgement, wrong.reason) == (True, None, Reason.WRONG_ANSWERS)
    noisy = with_slices(segment(0.5), 14, steal=0.2)
    assert not look([noisy], Metric.WALL).final
    passed = look([noisy, *segments(1, 0.5, seed=9)], Metric.WALL)
    assert passed.judgement is not None
    assert passed.judgement.verdict is Verdict.FASTER
    assert look([noisy] * 5, Metric.WALL).final


def test_a_look_stops_for_failures_only_when_the_rest_cannot_make_up_for_them():
    few, many = with_slices(segment(0.5), 3, errors_after=1), with_slices(segment(0.5), 13, errors_after=1)
    assert look([few], Metric.WALL).reason is Reason.TOO_MANY_FAILURES
    assert not look([few], Metric.WALL).final
    assert look([few, segment(0.5, seed=2)], Metric.WALL).reason is None
    assert look([many], Metric.WALL).final


def test_an_undecided_look_is_not_final():
    assert not look([segment()], Metric.WALL).final
    assert look(segments(4), Metric.WALL).final
