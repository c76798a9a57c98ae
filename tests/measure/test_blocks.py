"""The design `blocks`: each cost's value by hand, and which gains make a verdict."""

import math
from dataclasses import replace

import pytest
from block_factories import block, block_segment, block_segments, changed
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_factories import segment

from perfgym.measure.blocks import Block, BlockSegment, Round
from perfgym.measure.costs import ARENA_BYTES, BlockMetric, block_values
from perfgym.measure.errors import BadSamples, TooFewSamples
from perfgym.measure.estimate import Estimate
from perfgym.measure.gates import Gate, Reason, apply
from perfgym.measure.look import look
from perfgym.measure.margins import LEAST_OF_BLOCKS
from perfgym.measure.points import points
from perfgym.measure.rule import Metric, Verdict, judge, so_far, verdict_of

MIB = 1 << 20
every_cost = pytest.mark.parametrize("metric", list(BlockMetric))


def one_value(before: Block, after: Block, metric: BlockMetric) -> float:
    [value] = block_values([BlockSegment((Round(0, before, after),))], metric)
    return value


def test_throughput_is_seconds_a_correct_answer():
    before = Block(110, 1.0, (5.0,) * 100, errors=10)
    after = Block(200, 2.0, (5.0,) * 200)
    assert one_value(before, after, BlockMetric.THROUGHPUT) == pytest.approx(0.0)
    assert one_value(before, replace(after, seconds=1.0), BlockMetric.THROUGHPUT) == pytest.approx(-math.log(2))


def test_percentiles_are_those_of_the_answers():
    before = Block(100, 1.0, tuple(float(ms) for ms in range(1, 101)))
    after = Block(100, 1.0, (*(ms / 2 for ms in range(1, 100)), 1000.0))
    assert one_value(before, after, BlockMetric.P95) == pytest.approx(math.log(47.5 / 95))
    assert one_value(before, after, BlockMetric.P99) == pytest.approx(math.log(49.5 / 99))


def test_cpu_is_per_answer():
    before, after = Block(100, 1.0, (5.0,) * 100, cpu_s=0.4), Block(200, 1.0, (5.0,) * 200, cpu_s=0.4)
    assert one_value(before, after, BlockMetric.CPU_PER_REQUEST) == pytest.approx(-math.log(2))


def test_failure_rates_of_equal_arms_are_corrected_by_a_half():
    before, after = Block(100, 1.0, (5.0,) * 92, errors=8), Block(100, 1.0, (5.0,) * 100)
    assert one_value(before, after, BlockMetric.ERROR_BUDGET) == pytest.approx(math.log((0.5 / 101) / (8.5 / 101)))


def test_an_arm_that_answers_more_does_not_seem_to_fail_less():
    before, after = Block(50, 1.0, (5.0,) * 50), Block(500, 1.0, (5.0,) * 500)
    assert one_value(before, after, BlockMetric.ERROR_BUDGET) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("grown_before", "grown_after", "ratio"),
    [
        (0, 0, 1.0),
        (-5 * MIB, 0, 1.0),  # what shrinks does not grow
        (9 * MIB, 0, 0.1),
        (9 * MIB, 4 * MIB, 0.5),
        (0, 9 * MIB, 10.0),
    ],
)
def test_memory_is_growth_a_request_above_one_arena(grown_before, grown_after, ratio):
    start = 100 * MIB
    before, after = (
        Block(100, 1.0, (5.0,) * 100, memory_start_bytes=start, memory_end_bytes=start + grown)
        for grown in (grown_before, grown_after)
    )
    assert ARENA_BYTES == MIB
    assert math.exp(one_value(before, after, BlockMetric.MEMORY_SLOPE)) == pytest.approx(ratio)


def test_memory_taken_for_a_while_is_no_growth():
    start, peak = 100 * MIB, 150 * MIB
    rises = [block(memory_start_bytes=start, memory_end_bytes=peak), block(memory_start_bytes=start)]
    flat = [block(memory_start_bytes=start, memory_end_bytes=start)] * 2
    rises[1] = replace(rises[1], memory_end_bytes=start)
    rounds = [Round(index, b, a) for index, (b, a) in enumerate(zip(flat, rises, strict=True))]
    twenty_four = tuple(replace(rounds[index % 2], index=index) for index in range(24))
    assert block_values([BlockSegment(twenty_four)], BlockMetric.MEMORY_SLOPE) == [0.0] * 12


def test_tails_and_failures_are_of_twelfths_and_the_rest_of_rounds():
    taken = block_segments(2, 0.5)
    counts = {metric: len(block_values(taken, metric)) for metric in BlockMetric}
    by_round = {BlockMetric.THROUGHPUT, BlockMetric.CPU_PER_REQUEST}
    assert counts == {metric: 48 if metric in by_round else 24 for metric in BlockMetric}


@every_cost
@pytest.mark.parametrize(
    ("ratio", "verdict"), [(0.4, Verdict.FASTER), (2.5, Verdict.SLOWER), (0.8, Verdict.INCONCLUSIVE)]
)
def test_large_changes_are_called_and_small_ones_never(metric, ratio, verdict):
    found = look(changed(metric, ratio), metric, looks_left=0)
    assert found.reason is None
    assert found.judgement is not None
    assert found.judgement.verdict is verdict
    assert found.judgement.metric is metric


@every_cost
def test_identical_arms_under_load_are_never_called_changed(metric):
    verdicts = {look(changed(metric, 1.0, seed=seed), metric, looks_left=0).judgement.verdict for seed in range(3)}
    assert verdicts <= {Verdict.NO_MEASURABLE_CHANGE, Verdict.INCONCLUSIVE}


@every_cost
@given(seed=st.integers(0, 10_000))
@settings(max_examples=5, deadline=None)
def test_swapping_the_arms_flips_the_sign_and_the_verdict(metric, seed):
    flipped = {Verdict.FASTER: Verdict.SLOWER, Verdict.SLOWER: Verdict.FASTER}
    taken = changed(metric, 0.4, count=2, seed=seed)
    plain = judge(taken, metric, looks_left=0)
    swapped = judge([one.swapped() for one in taken], metric, looks_left=0)
    assert (swapped.estimate, swapped.half) == (-plain.estimate, plain.half)
    assert swapped.verdict is flipped.get(plain.verdict, plain.verdict)


@pytest.mark.parametrize(
    ("value", "half", "looks_left", "verdict"),
    [
        (-LEAST_OF_BLOCKS, 0.1, 0, Verdict.FASTER),
        (-0.40, 0.1, 0, Verdict.INCONCLUSIVE),
        (-0.40, 0.1, 2, Verdict.UNDECIDED),  # more measuring may show 1.5x
        (-0.20, 0.1, 2, Verdict.INCONCLUSIVE),  # it may not: the interval ends before
        (0.20, 0.1, 2, Verdict.INCONCLUSIVE),
        (0.45, 0.1, 2, Verdict.SLOWER),
        (0.0, 0.04, 2, Verdict.NO_MEASURABLE_CHANGE),
    ],
)
def test_a_change_below_one_and_a_half_is_not_called_one(value, half, looks_left, verdict):
    assert verdict_of(Estimate(value, half, 24), looks_left, least=LEAST_OF_BLOCKS) is verdict


def test_exactly_one_and_a_half_counts():
    exact = block_segment(1 / 1.5, noise=0.0)
    assert judge([exact], BlockMetric.CPU_PER_REQUEST).verdict is Verdict.FASTER


def test_points_are_given_as_for_pairs():
    judged = judge(block_segments(3, 0.5), BlockMetric.THROUGHPUT)
    assert points(judged, 0.5) == 100
    assert points(judged, 0.1) == 35  # ln 0.5 is 0.30 of ln 0.1, of which 0.9 are enough


def test_a_metric_is_judged_on_its_own_design_only():
    with pytest.raises(BadSamples, match="wall cannot be judged on this design"):
        judge([block_segment()], Metric.WALL)
    with pytest.raises(BadSamples, match="p95 cannot be judged on this design"):
        judge([segment()], BlockMetric.P95)


def test_the_live_numbers_never_decide():
    live = so_far([block_segment(0.3)], BlockMetric.THROUGHPUT)
    assert live is not None
    assert live.verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("changes", "gate"),
    [
        ({"steal": 0.2}, Gate.STEAL),
        ({"lag_ms": 90.0}, Gate.GENERATOR_LATE),
        ({"generator_cpu_s": 0.7}, Gate.GENERATOR_CPU),
        ({"throttled": 2}, Gate.THROTTLED),
        ({"seconds": -1.0}, Gate.CLOCK),
        ({"seconds": 60.0}, Gate.CLOCK),
        ({"seconds": math.nan}, Gate.CLOCK),
        ({"steal": math.nan}, Gate.CLOCK),
        ({"steal": -0.1}, Gate.CLOCK),
    ],
)
def test_what_is_wrong_in_one_block_drops_the_round_for_both_arms(changes, gate):
    taken = block_segment(0.5)
    first = taken.rounds[0]
    for broken in (
        replace(first, before=replace(first.before, **changes)),
        replace(first, after=replace(first.after, **changes)),
    ):
        gated = apply([replace(taken, rounds=(broken, *taken.rounds[1:]))])
        assert [(drop.slice, gate in drop.gates) for drop in gated.dropped] == [(0, True)]
        assert len(gated.segments[0].rounds) == 23


def test_failures_are_limited_unless_they_are_what_is_judged():
    failing = block_segment(failing_before=0.2, failing_after=0.02)
    assert look([failing], BlockMetric.THROUGHPUT, looks_left=0).reason is Reason.BASELINE_FAILURES
    assert look([failing.swapped()], BlockMetric.P95, looks_left=0).judgement is None
    judged = look([failing] * 3, BlockMetric.ERROR_BUDGET, looks_left=0).judgement
    assert judged is not None
    assert judged.verdict is Verdict.FASTER


def test_arrivals_off_pace_forbid_a_verdict():
    found = look([block_segment(0.3)], BlockMetric.P95, achieved=0.97)
    assert (found.reason, found.judgement, found.final) == (Reason.OFF_PACE, None, True)


@pytest.mark.parametrize(("metric", "needed"), [(BlockMetric.P95, 20), (BlockMetric.P99, 100)])
def test_a_percentile_needs_enough_answers(metric, needed):
    enough, few = (block_segment(requests=count, noise=0) for count in (needed // 2, needed // 2 - 1))
    assert judge([enough], metric).samples == 12
    with pytest.raises(TooFewSamples, match=f"{needed} are needed"):
        judge([few], metric)
    assert look([few], metric, looks_left=0).reason is Reason.TOO_FEW


def test_a_block_without_an_answer_is_too_little():
    taken = block_segment(0.5)
    silent = replace(taken.rounds[3], after=Block(0, 1.0, (), cpu_s=0.1))
    broken = replace(taken, rounds=(*taken.rounds[:3], silent, *taken.rounds[4:]))
    for metric in (BlockMetric.THROUGHPUT, BlockMetric.CPU_PER_REQUEST):
        assert look([broken], metric, looks_left=0).reason is Reason.TOO_FEW


@pytest.mark.parametrize(
    ("requests", "errors", "latencies"), [(10, 0, 9), (10, 1, 10), (10, 11, 0), (-1, 0, 0), (5, -1, 6)]
)
def test_a_block_that_does_not_add_up_cannot_be_made(requests, errors, latencies):
    with pytest.raises(BadSamples, match="every request is an error or has a latency"):
        Block(requests, 1.0, (5.0,) * latencies, errors=errors)


@pytest.mark.parametrize("memory", [0, -1, math.nan, math.inf])
def test_memory_that_was_not_read_is_refused(memory):
    taken = block_segment(0.5)
    broken = replace(taken.rounds[3], after=replace(taken.rounds[3].after, memory_end_bytes=memory))
    with pytest.raises(BadSamples, match="memory"):
        judge([replace(taken, rounds=(*taken.rounds[:3], broken, *taken.rounds[4:]))], BlockMetric.MEMORY_SLOPE)


@pytest.mark.parametrize("cpu", [0.0, -0.1, math.nan, math.inf])
def test_cpu_that_cannot_be_read_forbids_a_verdict_on_cpu_only(cpu):
    taken = block_segment(0.5)
    broken = replace(taken.rounds[3], before=replace(taken.rounds[3].before, cpu_s=cpu))
    spoilt = replace(taken, rounds=(*taken.rounds[:3], broken, *taken.rounds[4:]))
    assert look([spoilt], BlockMetric.CPU_PER_REQUEST).reason is Reason.CPU_UNREADABLE
    assert look([spoilt], BlockMetric.THROUGHPUT).judgement is not None
