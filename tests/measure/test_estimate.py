"""Trimmed mean, jackknife and interval, on numbers that can be checked by hand, and by properties."""

import math
import random
from dataclasses import replace
from statistics import variance
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_factories import segment, segments

from perfgym.errors import LearnerError
from perfgym.measure import estimate as estimate_module
from perfgym.measure import rule, student
from perfgym.measure.digits import significant
from perfgym.measure.errors import BadSamples, TooFewSamples
from perfgym.measure.estimate import TAU, cpu_values, estimate, log_ratio, trimmed_mean, wall_values
from perfgym.measure.rule import Metric, Verdict, judge
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


@given(
    st.integers(0, 10_000),
    st.floats(0.2, 5.0),
    st.sampled_from([(Metric.WALL, "before_ms", "after_ms"), (Metric.CPU, "cpu_before_s", "cpu_after_s")]),
)
@settings(max_examples=25, deadline=None)
def test_a_scaled_arm_shifts_the_estimate_and_a_scaled_machine_does_not(seed, factor, of):
    metric, before, after = of
    one = segment(0.9, seed=seed, pairs=4)
    plain = judge([one], metric)
    slower_arm = judge([scaled(one, factor, after)], metric)
    assert slower_arm.estimate == pytest.approx(plain.estimate + math.log(factor), abs=1e-9)
    assert slower_arm.half == pytest.approx(plain.half, rel=1e-6)
    slower_machine = judge([scaled(one, factor, before, after)], metric)
    assert slower_machine.estimate == pytest.approx(plain.estimate, abs=1e-9)


def scaled(one: Segment, factor: float, *fields: str) -> Segment:
    """The segment with these fields of its pairs or slices times a factor."""

    def times(each):
        return replace(each, **{name: getattr(each, name) * factor for name in fields if hasattr(each, name)})

    return Segment(tuple(times(pair) for pair in one.pairs), tuple(times(each) for each in one.slices))


@given(st.integers(0, 10_000), st.sampled_from(list(Metric)), st.floats(0.4, 2.5))
@settings(max_examples=40, deadline=None)
def test_swapping_the_arms_flips_the_last_verdict(seed, metric, ratio):
    flipped = {Verdict.FASTER: Verdict.SLOWER, Verdict.SLOWER: Verdict.FASTER}
    taken = [segment(ratio, seed=seed, pairs=4)]
    plain = judge(taken, metric, looks_left=0)
    swapped = judge([one.swapped() for one in taken], metric, looks_left=0)
    assert [part.estimate for part in swapped.parts] == [-part.estimate for part in plain.parts]
    if metric is not Metric.BOTH:  # of both, a gain here without a loss there is a gain; swapped it is a loss
        assert swapped.verdict is flipped.get(plain.verdict, plain.verdict)


@given(st.lists(st.floats(-2, 2), min_size=12, max_size=150), st.sampled_from([0.0, 0.1, 0.25]))
def test_the_quick_jackknife_is_the_plain_one_to_the_last_digit(values, trim):
    batches = [position * 12 // len(values) for position in range(len(values))]
    left_out = [
        trimmed_mean(sorted(value for value, batch in zip(values, batches, strict=True) if batch != left), trim)
        for left in range(12)
    ]
    mean = math.fsum(left_out) / 12
    variance_ = 11 / 12 * math.fsum((each - mean) ** 2 for each in left_out)
    found = estimate(values, trim=trim, segments=2, p=0.998)
    assert found.half == quantile(0.998, 11) * math.sqrt(variance_ + TAU**2 / 2)
    assert found.value == trimmed_mean(sorted(values), trim)


@given(st.lists(st.tuples(st.floats(1e-3, 1e6), st.floats(1e-3, 1e6)), min_size=1, max_size=50))
def test_latencies_in_bulk_are_the_log_ratios_one_by_one(pairs):
    one = Segment(tuple(Pair(0, before, after) for before, after in pairs), ())
    assert wall_values([one]) == [log_ratio(before, after, "a latency") for before, after in pairs]


def test_what_is_published_has_twelve_digits_and_decides():
    for metric in Metric:
        judged = judge(segments(2, 0.93), metric)
        for number in (judged.estimate, judged.half, judged.ratio, judged.low, judged.high):
            assert number == float(f"{number:.12g}")
        assert judged.ratio == float(f"{math.exp(judged.estimate):.12g}")


@pytest.mark.parametrize("metric", list(Metric))
def test_another_c_library_gives_the_same_digits(metric, monkeypatch):
    """Every logarithm, exponential and trigonometric value off by its last digit, up or down."""
    taken, rng = segments(2, 0.9, pairs=6), random.Random(5)

    def off(function):
        return lambda *given: math.nextafter(function(*given), rng.choice((-math.inf, math.inf)))

    expected, exact = judge(taken, metric), estimate(wall_values(taken), trim=0.25, segments=2, p=0.998)
    names = ("log", "exp", "sin", "cos", "atan")
    other = SimpleNamespace(**{**vars(math), **{name: off(getattr(math, name)) for name in names}})
    for module in (estimate_module, rule, student):
        monkeypatch.setattr(module, "math", other)
    assert estimate(wall_values(taken), trim=0.25, segments=2, p=0.998) != exact  # the difference is there
    assert judge(taken, metric) == expected  # and is rounded away


@pytest.mark.parametrize(("value", "rounded"), [(1 / 3, 0.333333333333), (-2e-7 / 3, -6.66666666667e-8), (0.0, 0.0)])
def test_twelve_significant_digits(value, rounded):
    assert significant(value) == rounded
    assert significant(math.nextafter(value, 1)) == pytest.approx(rounded, abs=1e-300)


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
