"""Trimmed mean, jackknife and interval, on numbers that can be checked by hand, and by properties."""

import math
import random
from dataclasses import replace
from statistics import variance

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_factories import segment, segments

from perfgym.errors import LearnerError
from perfgym.measure.errors import BadSamples, TooFewSamples
from perfgym.measure.estimate import TAU, cpu_values, estimate, log_ratio, trimmed_mean, wall_values
from perfgym.measure.rule import Metric, judge
from perfgym.measure.samples import Pair, Segment
from perfgym.measure.student import quantile

log_ratios = st.lists(st.floats(-2, 2), min_size=12, max_size=200)


def test_trimmed_mean_cuts_each_side():
    assert trimmed_mean([0, 1, 2, 3, 4, 5, 6, 7, 8, 1000], 0.10) == 4.5
    assert trimmed_mean([-1000, 1, 3, 1000], 0.25) == 2


def test_jackknife_of_twelve_untrimmed_values_is_the_classic_error():
    values = [math.sin(k) for k in range(12)]
    classic = math.sqrt(variance(values) / 12 + TAU**2 / 3)
    assert estimate(values, trim=0, segments=3, p=0.998).half == pytest.approx(quantile(0.998, 11) * classic, rel=1e-12)


def test_identical_values_leave_what_a_fresh_start_adds():
    assert estimate([0.1] * 48, trim=0.1, segments=2, p=0.998).half == pytest.approx(
        quantile(0.998, 11) * 0.013 / math.sqrt(2), rel=1e-9
    )


@given(log_ratios, st.floats(-1, 1))
def test_a_constant_added_to_every_log_ratio_moves_the_estimate_by_it(values, shift):
    plain = estimate(values, trim=0.25, segments=1, p=0.998)
    moved = estimate([value + shift for value in values], trim=0.25, segments=1, p=0.998)
    assert moved.value == pytest.approx(plain.value + shift, abs=1e-9)
    assert moved.half == pytest.approx(plain.half, abs=1e-7)


@given(st.integers(0, 10_000), st.sampled_from([Metric.WALL, Metric.CPU]))
@settings(max_examples=25, deadline=None)
def test_swapping_the_arms_flips_the_sign_and_nothing_else(seed, metric):
    one = segment(0.9, seed=seed, pairs=4)
    plain, swapped = judge([one], metric), judge([one.swapped()], metric)
    assert swapped.estimate == -plain.estimate
    assert swapped.half == plain.half


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_the_order_of_samples_within_a_slice_is_irrelevant_for_cpu(seed):
    one = segment(0.9, seed=7, pairs=4)
    pairs = list(one.pairs)
    random.Random(seed).shuffle(pairs)
    assert judge([Segment(tuple(pairs), one.slices)], Metric.CPU) == judge([one], Metric.CPU)


def test_cpu_is_per_request():
    one = segment(1.0, noise=0, slices=12)
    busier = replace(one, slices=tuple(replace(each, cpu_after_s=0.4, n_after=40) for each in one.slices))
    assert cpu_values([busier]) == pytest.approx([0.0] * 12)


def test_the_same_numbers_give_the_same_digits():
    assert judge(segments(2, 0.9), Metric.WALL) == judge(segments(2, 0.9), Metric.WALL)


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf, -math.inf])
def test_impossible_latencies_are_refused(bad):
    for pair in (Pair(0, bad, 1.0), Pair(0, 1.0, bad)):
        with pytest.raises(BadSamples, match="latency"):
            wall_values([Segment((pair,), ())])


@pytest.mark.parametrize("field", ["cpu_before_s", "cpu_after_s", "n_before", "n_after"])
def test_impossible_slices_are_refused(field):
    one = segment(slices=12)
    broken = replace(one.slices[3], **{field: 0})
    with pytest.raises(BadSamples, match="slice"):
        cpu_values([replace(one, slices=(broken,))])


def test_errors_are_the_learners_and_also_value_errors():
    with pytest.raises(LearnerError) as caught:
        log_ratio(-1, 1, "a latency in milliseconds")
    assert isinstance(caught.value, ValueError)
    assert str(caught.value) == "A latency in milliseconds is -1; it must be a finite number above zero."


def test_too_few_samples_say_how_many_are_needed():
    with pytest.raises(TooFewSamples, match="Only 11 samples were measured and 12 are needed"):
        estimate([0.1] * 11, trim=0.1, segments=1, p=0.998)
