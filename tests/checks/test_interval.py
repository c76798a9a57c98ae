"""What a range was worth: near and narrow earns, wide or wrong does not, and saying what one believes is best."""

import math

import numpy as np
import pytest

from perfgym.checks.interval import OUTSIDE, Interval
from tests.checks import wrong

RIGHT = 2.4


@pytest.mark.parametrize(
    ("low", "high", "share"),
    [(2.2, 2.7, 1.0), (2.0, 2.8, 0.9), (1.8, 3.0, 0.75), (1.6, 3.2, 0.6), (1.2, 3.6, 0.25), (1.0, 4.0, 0.0)],
)
def test_a_narrower_range_that_holds_the_result_earns_more(low: float, high: float, share: float) -> None:
    assert Interval(low, RIGHT, high).share(RIGHT) == pytest.approx(share, abs=0.05)


def test_a_wide_open_range_earns_nothing() -> None:
    assert all(Interval(RIGHT / factor, RIGHT, RIGHT * factor).share(RIGHT) == 0 for factor in (2.0, 3, 10, 1e6))


def test_constants_and_mistaken_units_earn_nothing() -> None:
    guesses = [float(text) for text in wrong.plausible(RIGHT) if text != "many"]
    ranges = [Interval(0.9 * guess, guess, 1.1 * guess) for guess in guesses if guess > 0]
    assert len(ranges) >= 19
    assert [each.best for each in ranges if each.share(RIGHT) > 0] == []


def test_a_near_miss_earns_less_than_a_range_that_holds() -> None:
    near, held = Interval(2.0, 2.2, 2.35), Interval(2.0, 2.2, 2.5)
    assert 0 < near.share(RIGHT) < held.share(RIGHT)


def test_who_says_what_they_believe_loses_least() -> None:
    """The score is proper: of all symmetric ranges, the one that holds 1 - OUTSIDE of the outcomes does best."""
    outcomes = np.exp(np.random.default_rng(1).normal(math.log(RIGHT), 0.25, 4_000))
    halves = np.linspace(0.05, 0.8, 76)
    losses = [
        np.mean(
            [Interval(RIGHT * math.exp(-half), RIGHT, RIGHT * math.exp(half)).loss(float(x)) for x in outcomes[::4]]
        )
        for half in halves
    ]
    best = halves[int(np.argmin(losses))]
    held = np.mean(np.abs(np.log(outcomes / RIGHT)) <= best)
    assert held == pytest.approx(1 - OUTSIDE, abs=0.05)


def test_half_and_double_are_equally_far_off() -> None:
    range_ = Interval(0.9, 1.0, 1 / 0.9)
    assert range_.loss(2.0) == pytest.approx(range_.loss(0.5))
