"""Numbers and verdicts in words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgym.charts.words import change, factor, figure, number, result_sentence, sentence
from perfgym.measure.rule import Judgement, Metric, Verdict


def judgement(verdict: Verdict, ratio: float, low: float, high: float) -> Judgement:
    half = math.log(high / low) / 2
    return Judgement(Metric.WALL, verdict, ratio, low, high, math.log(ratio), half, 1, 500)


@pytest.mark.parametrize(
    ("verdict", "ratio", "low", "high", "said"),
    [
        (Verdict.FASTER, 0.418, 0.385, 0.455, "2.4x faster, certain between 2.2x and 2.6x"),
        (Verdict.FASTER, 0.907, 0.88, 0.934, "1.10x faster, certain between 1.07x and 1.14x"),
        (Verdict.FASTER, 0.418, 0.4175, 0.4185, "2.39x faster, certain between 2.39x and 2.40x"),
        (Verdict.FASTER, 0.021, 0.019, 0.024, "48x faster, certain between 42x and 53x"),
        (Verdict.SLOWER, 1.91, 1.80, 2.03, "1.9x slower, certain between 1.8x and 2.0x"),
        (Verdict.SLOWER, 1.2, 1.1, 1.3, "1.20x slower, certain between 1.10x and 1.30x"),
        (
            Verdict.NO_MEASURABLE_CHANGE,
            1.0,
            0.97,
            1.034,
            "no measurable change: certain between 3 % faster and 3.4 % slower",
        ),
        (
            Verdict.INCONCLUSIVE,
            0.98,
            0.7,
            1.1,
            "inconclusive: somewhere between 1.43x faster and 10 % slower",
        ),
        (Verdict.INCONCLUSIVE, 0.95, 0.91, 0.99, "inconclusive: somewhere between 1.01x and 1.10x faster"),
        (Verdict.UNDECIDED, 0.42, 0.37, 0.476, "not certain yet: so far between 2.1x and 2.7x faster"),
        (Verdict.UNDECIDED, 1.2, 1.01, 1.5, "not certain yet: so far between 1.01x and 1.50x slower"),
    ],
)
def test_a_verdict_is_a_sentence(verdict, ratio, low, high, said):
    assert sentence(judgement(verdict, ratio, low, high)) == said


def test_a_stored_result_is_said_as_its_judgement():
    stored = {"verdict": "faster", "ratio": 0.418, "interval": [0.385, 0.455]}
    assert result_sentence(stored) == "2.4x faster, certain between 2.2x and 2.6x"


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({"reason": "wrong_answers", "verdict": None}, "no verdict: an answer differs from the original's"),
        ({"verdict": "too_many_failures"}, "no verdict: too many requests failed"),
        ({}, "no verdict"),
    ],
)
def test_a_refused_result_says_why(stored, said):
    assert result_sentence(stored) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (142.3, "ms", "142 ms"),
        (59.04, "ms", "59 ms"),
        (8.916, "ms", "8.92 ms"),
        (0, "ms", "0 ms"),
        (1234.0, "ms", "1.23 s"),
        (999.6, "ms", "1 s"),
        (0.05, "s", "50 ms"),
        (12, "s", "12 s"),
        (1234567, "bytes", "1.23 MB"),
        (0.0123, "", "0.0123"),
        (51, "", "51"),
        (2208, "", "2,210"),
        (12.5, "%", "12.5 %"),
    ],
)
def test_a_figure_has_its_unit(value, unit, said):
    assert figure(value, unit) == said


def test_before_and_after_share_a_unit():
    assert change(142.3, 59.04, "ms") == "142 → 59 ms"
    assert change(1420, 59, "ms") == "1.42 → 0.059 s"
    assert change(51, 1) == "51 → 1"


@given(st.floats(1e-6, 1e9))
def test_at_most_three_significant_digits(value):
    digits = number(value).replace(",", "").replace(".", "").strip("0")
    assert len(digits) <= 3
    assert float(number(value).replace(",", "")) == pytest.approx(value, rel=0.006)


def test_factors_near_one_keep_three_digits():
    assert [factor(times) for times in (1.04, 1.49, 1.5, 2.04, 9.97, 48.2)] == [
        "1.04x",
        "1.49x",
        "1.5x",
        "2.0x",
        "10x",
        "48x",
    ]
