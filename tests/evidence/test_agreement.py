"""When a second measurement agrees with the first: the same verdict, and no further apart than both allow."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgym.measure.agreement import Agreement, Result, compare
from perfgym.measure.errors import BadSamples


def result(ratio: float, *, half: float = 0.05, verdict: str = "faster", metric: str = "wall") -> Result:
    """`half` of the interval as a log ratio."""
    return Result(verdict, metric, ratio, ratio * math.exp(-half), ratio * math.exp(half))


FIRST = result(0.4)


@pytest.mark.parametrize(
    ("second", "agreement"),
    [
        (result(0.4), Agreement.AGREES),
        (result(0.42), Agreement.AGREES),
        (result(0.5), Agreement.SAME_DIRECTION),
        (result(0.5, half=0.3), Agreement.AGREES),
        (result(1.5, verdict="slower"), Agreement.DIFFERS),
        (result(0.99, verdict="no_measurable_change"), Agreement.DIFFERS),
        (result(0.41, verdict="no_measurable_change"), Agreement.UNDECIDED),
        (result(0.4, verdict="inconclusive"), Agreement.UNDECIDED),
        (None, Agreement.UNDECIDED),
        (result(0.4, metric="cpu"), Agreement.SAME_DIRECTION),
    ],
)
def test_what_a_second_result_says_of_the_first(second: Result | None, agreement: Agreement) -> None:
    assert compare(FIRST, second).agreement is agreement


def test_no_change_twice_agrees_however_narrow_the_intervals_are() -> None:
    first = result(0.97, half=0.001, verdict="no_measurable_change")
    assert compare(first, result(1.03, half=0.001, verdict="no_measurable_change")).agreement is Agreement.AGREES


def test_what_may_lie_between_is_the_root_of_the_sum_of_squares() -> None:
    found = compare(result(0.4, half=0.03), result(0.4 * math.exp(0.049), half=0.04))
    assert found.allowed == pytest.approx(0.05)
    assert found.apart == pytest.approx(0.049)
    assert found.agreement is Agreement.AGREES
    assert (
        compare(result(0.4, half=0.03), result(0.4 * math.exp(0.051), half=0.04)).agreement is Agreement.SAME_DIRECTION
    )


def test_two_metrics_have_no_distance() -> None:
    found = compare(FIRST, result(0.4, metric="cpu"))
    assert (found.apart, found.allowed) == (None, None)


@pytest.mark.parametrize("verdict", ["inconclusive", "wrong_answers", "None"])
def test_what_is_not_certain_cannot_be_agreed_with(verdict: str) -> None:
    with pytest.raises(BadSamples, match="nothing for a second one to agree with"):
        compare(result(0.4, verdict=verdict), FIRST)


ratios, halves = st.floats(0.1, 0.9), st.floats(0.001, 0.5)


@given(ratios, halves, ratios, halves)
def test_it_does_not_matter_which_was_first(one: float, half: float, other: float, other_half: float) -> None:
    first, second = result(one, half=half), result(other, half=other_half)
    there, back = compare(first, second), compare(second, first)
    assert there.agreement is back.agreement
    assert there.apart == pytest.approx(back.apart)


@given(ratios, halves, ratios, halves, st.floats(0, 0.5))
def test_a_wider_interval_never_turns_yes_into_no(
    one: float, half: float, other: float, other_half: float, more: float
) -> None:
    first = result(one, half=half)
    if compare(first, result(other, half=other_half)).agreement is Agreement.AGREES:
        assert compare(first, result(other, half=other_half + more)).agreement is Agreement.AGREES
