"""Which numbers make which verdict."""

import math

import pytest
from measure_factories import segment, segments

from perfgym.measure.errors import BadSamples
from perfgym.measure.estimate import Estimate
from perfgym.measure.rule import ALPHA, LOOKS, Metric, Verdict, alpha_of_attempt, judge, so_far, verdict_of


@pytest.mark.parametrize(
    ("value", "half", "looks_left", "verdict"),
    [
        (-0.10, 0.05, 4, Verdict.FASTER),
        (-0.10, 0.065, 4, Verdict.UNDECIDED),  # beyond the margin, but too blunt to stop early
        (-0.10, 0.065, 0, Verdict.FASTER),
        (-0.10, 0.085, 0, Verdict.INCONCLUSIVE),
        (0.10, 0.07, 4, Verdict.SLOWER),
        (0.10, 0.085, 4, Verdict.UNDECIDED),
        (0.00, 0.049, 4, Verdict.NO_MEASURABLE_CHANGE),
        (0.02, 0.029, 4, Verdict.NO_MEASURABLE_CHANGE),
        (0.00, 0.051, 4, Verdict.UNDECIDED),
        (0.00, 0.051, 0, Verdict.INCONCLUSIVE),
    ],
)
def test_verdict_of_an_estimate(value, half, looks_left, verdict):
    assert verdict_of(Estimate(value, half, 24), looks_left) is verdict


@pytest.mark.parametrize("metric", [Metric.WALL, Metric.CPU])
@pytest.mark.parametrize(("ratio", "verdict"), [(0.5, Verdict.FASTER), (2.0, Verdict.SLOWER)])
def test_a_large_change_is_certain_in_one_segment(metric, ratio, verdict):
    judged = judge([segment(ratio)], metric)
    assert judged.verdict is verdict
    assert judged.low < ratio < judged.high
    assert judged.ratio == pytest.approx(math.exp(judged.estimate))


@pytest.mark.parametrize("metric", [Metric.WALL, Metric.CPU])
@pytest.mark.parametrize(("ratio", "verdict"), [(0.9, Verdict.FASTER), (1.12, Verdict.SLOWER)])
def test_one_start_does_not_end_a_comparison_with_a_small_change(metric, ratio, verdict):
    assert judge(segments(1, ratio), metric).verdict is Verdict.UNDECIDED
    assert judge(segments(2, ratio), metric).verdict is verdict


@pytest.mark.parametrize("metric", [Metric.WALL, Metric.CPU])
@pytest.mark.parametrize("odd", [0.8, 1.25])
@pytest.mark.parametrize("others", range(1, LOOKS))
@pytest.mark.parametrize("looks_left", [0, 2])
def test_a_change_that_one_start_carries_alone_is_none(metric, odd, others, looks_left):
    judged = judge([segment(odd, seed=9), *segments(others)], metric, looks_left=looks_left)
    assert judged.verdict not in (Verdict.FASTER, Verdict.SLOWER)


def test_a_gain_outlives_one_start_that_shows_less():
    assert judge([segment(0.93, seed=9), *segments(3, 0.85)], Metric.CPU).verdict is Verdict.FASTER


def test_a_single_start_that_is_all_there_will_be_is_judged_as_it_is():
    assert judge(segments(1, 0.9), Metric.CPU, looks_left=0).verdict is Verdict.FASTER


@pytest.mark.parametrize("metric", list(Metric))
def test_identical_arms_need_more_than_one_segment_to_be_called_the_same(metric):
    assert judge(segments(1), metric).verdict is Verdict.UNDECIDED
    assert judge(segments(4), metric).verdict is Verdict.NO_MEASURABLE_CHANGE


def test_more_segments_narrow_the_interval():
    halves = [judge(segments(count), Metric.WALL).half for count in range(1, LOOKS + 1)]
    assert halves == sorted(halves, reverse=True)


@pytest.mark.parametrize(
    ("wall", "cpu", "looks", "verdict"),
    [
        (0.5, 0.5, 1, Verdict.FASTER),
        (0.5, 1.0, 1, Verdict.UNDECIDED),  # not yet sure that CPU did not rise
        (0.5, 1.0, 3, Verdict.FASTER),
        (1.0, 0.5, 3, Verdict.FASTER),
        (0.5, 2.0, 1, Verdict.INCONCLUSIVE),  # a trade
        (1.0, 2.0, 1, Verdict.SLOWER),
        (1.0, 1.0, 4, Verdict.NO_MEASURABLE_CHANGE),
    ],
)
def test_both_is_faster_on_one_and_not_slower_on_the_other(wall, cpu, looks, verdict):
    judged = judge(segments(looks, wall, cpu_ratio=cpu), Metric.BOTH)
    assert judged.verdict is verdict
    assert [part.metric for part in judged.parts] == [Metric.WALL, Metric.CPU]


def test_both_shows_the_metric_that_decided():
    assert judge(segments(3, 1.0, cpu_ratio=0.5), Metric.BOTH).metric is Metric.CPU
    assert judge(segments(3, 1.0, cpu_ratio=2.0), Metric.BOTH).metric is Metric.CPU


def test_later_attempts_spend_less_and_all_of_them_less_than_one_percent():
    spent = [alpha_of_attempt(k) for k in range(1, 5000)]
    assert spent == sorted(spent, reverse=True)
    assert sum(spent) < ALPHA
    assert judge([segment(0.9)], Metric.CPU, alpha=spent[9]).half > judge([segment(0.9)], Metric.CPU).half


@pytest.mark.parametrize("count", [0, LOOKS + 1])
def test_a_verdict_needs_one_to_five_segments(count):
    with pytest.raises(BadSamples, match="1 to 5 segments"):
        judge([segment(slices=12)] * count, Metric.CPU)


def test_the_live_numbers_never_decide_and_wait_for_enough():
    assert so_far([segment(0.5, slices=11)], Metric.CPU) is None
    live = so_far([segment(0.5, slices=12)], Metric.CPU)
    assert live is not None
    assert live.verdict is Verdict.UNDECIDED


def test_wild_numbers_do_not_overflow():
    wild = judge([segment(1e-300)], Metric.WALL)
    assert judge([segment(1e-300).swapped()], Metric.WALL).high < math.inf
    assert wild.ratio > 0
