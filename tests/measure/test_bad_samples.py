"""Samples that no machine can have produced end in a reason or in a sentence, and never in a number."""

import math
from dataclasses import replace

import pytest
from measure_factories import segment, segments

from perfgym.measure.errors import BadSamples
from perfgym.measure.gates import Gate, Reason, apply
from perfgym.measure.look import look
from perfgym.measure.rule import Metric, Verdict, judge, so_far
from perfgym.measure.samples import Pair, Segment

every_metric = pytest.mark.parametrize("metric", list(Metric))
of_cpu = pytest.mark.parametrize("metric", [Metric.CPU, Metric.BOTH])


def spoilt(*, slices: int = 1, of: Segment | None = None, **changes: float) -> Segment:
    """A segment of twice the speed with these facts in its first slices."""
    one = segment(0.5) if of is None else of
    return replace(one, slices=tuple(replace(each, **changes) for each in one.slices[:slices]) + one.slices[slices:])


@every_metric
@pytest.mark.parametrize("ms", [math.nan, math.inf, -math.inf, 0.0, -1.0, 1e300, 3.7e6])
@pytest.mark.parametrize("field", ["before_ms", "after_ms"])
def test_an_impossible_latency(metric, ms, field):
    one = segment(0.5)
    broken = replace(one, pairs=(replace(one.pairs[0], **{field: ms}), *one.pairs[1:]))
    for judged in (judge, look):
        with pytest.raises(BadSamples, match=r"A latency in milliseconds is .*; it must be a finite number"):
            judged([broken], metric)


@of_cpu
@pytest.mark.parametrize("cpu_s", [0.0, -0.1, math.nan, math.inf, 1e9])
@pytest.mark.parametrize("field", ["cpu_before_s", "cpu_after_s"])
def test_cpu_that_cannot_be_read(metric, cpu_s, field):
    """Zero is what a clock of 10 ms ticks reads of an arm that worked for less."""
    found = look([spoilt(**{field: cpu_s})], metric)
    assert (found.reason, found.judgement, found.final) == (Reason.CPU_UNREADABLE, None, True)
    assert so_far([spoilt(**{field: cpu_s})], metric) is None


def test_latency_is_judged_without_a_cpu_clock():
    found = look([spoilt(slices=24, cpu_before_s=0.0, cpu_after_s=0.0)], Metric.WALL)
    assert found.judgement is not None
    assert found.judgement.verdict is Verdict.FASTER


@pytest.mark.parametrize("seconds", [0.0, -0.5, 0.2, 3.0, 3600.0, math.nan, math.inf])
def test_a_clock_that_jumps_drops_its_slice_for_both_arms(seconds):
    gated = apply([spoilt(slices=2, seconds=seconds)])
    assert [drop.slice for drop in gated.dropped if Gate.CLOCK in drop.gates] == [0, 1]
    assert gated.dropped == apply([spoilt(slices=2, seconds=seconds).swapped()]).dropped
    assert gated.reason is None


@pytest.mark.parametrize(
    "changes",
    [{"steal": -0.1}, {"steal": math.nan}, {"lag_ms": math.nan}, {"generator_cpu_s": -1.0}],
)
def test_other_readings_that_cannot_be_count_as_a_jumped_clock(changes):
    assert [drop.gates for drop in apply([spoilt(**changes)]).dropped] == [(Gate.CLOCK,)]


@pytest.mark.parametrize(("jumped", "reason"), [(6, None), (7, Reason.TOO_NOISY)])
def test_too_many_jumps_forbid_a_verdict(jumped, reason):
    assert apply([spoilt(slices=jumped, seconds=-1.0)]).reason is reason


def test_a_machine_suspended_within_a_slice_changes_nothing_but_that_slice():
    one = segment(0.5)
    asleep = Pair(3, 60_000.0, one.pairs[60].after_ms)
    suspended = replace(one, pairs=tuple(asleep if pair is one.pairs[60] else pair for pair in one.pairs))
    suspended = replace(suspended, slices=tuple(replace(s, seconds=60.5) if s.index == 3 else s for s in one.slices))
    without = one.without(frozenset({3}))
    for metric in Metric:
        assert look([suspended], metric).judgement == judge([without], metric)


def test_slices_of_slow_requests_are_no_jump():
    """A slice ends with its last pair: 2 s requests make slices of 4 s, and that is how it should be."""
    slow = segment(0.5, pairs=1)
    pairs = tuple(replace(pair, before_ms=2000.0, after_ms=pair.after_ms * 100) for pair in slow.pairs)
    slices = tuple(replace(one, seconds=3.4, cpu_before_s=0.9, cpu_after_s=0.4) for one in slow.slices)
    assert apply([Segment(pairs, slices)]).dropped == ()


@every_metric
def test_arms_of_unequal_requests(metric):
    for changes in ({"n_before": 19}, {"n_after": 21}):
        for judged in (judge, look):
            with pytest.raises(BadSamples, match="pairs need equally many"):
                judged([spoilt(**changes)], metric)


@pytest.mark.parametrize(
    "changes", [{"errors_before": -1}, {"n_before": -20, "n_after": -20}, {"throttled_after": 1e12}]
)
def test_counts_that_cannot_be(changes):
    with pytest.raises(BadSamples, match="Slice 0 of segment 0 counts something less than zero"):
        look([spoilt(**changes)], Metric.WALL)


@every_metric
@pytest.mark.parametrize("slices", [0, 1, 11])
def test_too_few_slices_are_a_reason(metric, slices):
    few = segment(0.5, slices=slices)
    assert not look([few], metric).final  # the next segments may have more
    found = look([few], metric, looks_left=0)
    assert (found.reason, found.judgement, found.final) == (Reason.TOO_FEW, None, True)


def test_too_few_pairs_are_a_reason():
    one = segment(0.5, pairs=1)
    few = replace(one, pairs=one.pairs[:11])
    assert look([few], Metric.WALL, looks_left=0).reason is Reason.TOO_FEW


@every_metric
def test_no_slice_left_is_a_reason(metric):
    found = look([spoilt(slices=24, seconds=math.nan)] * 5, metric)
    assert (found.reason, found.judgement, found.final) == (Reason.TOO_NOISY, None, True)


@pytest.mark.parametrize("count", [6, 20])
def test_more_than_five_segments_need_the_number_of_looks(count):
    with pytest.raises(BadSamples, match="1 to 5 segments"):
        judge(segments(count, 0.5, pairs=2), Metric.CPU)
    assert judge(segments(count, 0.5, pairs=2), Metric.CPU, looks_left=0).segments == count
