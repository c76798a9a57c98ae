"""Knee and breaking point of curves whose truth is known by construction."""

import math

import pytest

from perfgym.measure import capacity
from perfgym.measure.capacity import Point, Step

SERVICE = 20.0  # ms, so that the application carries 50 requests a second


def queue(rate: float, seconds: float = 10.0) -> Step:
    """One server with even service times and independent arrivals (M/D/1); beyond its capacity the queue grows."""
    load = rate * SERVICE / 1000
    if load < 1:
        mean = SERVICE * (1 + load / (2 * (1 - load)))
        return Step(rate, mean, SERVICE + 3 * (mean - SERVICE))
    behind = 1000 * seconds * (load - 1) / load
    return Step(rate, 10 * SERVICE + behind / 2, 20 * SERVICE + behind)


def curve(*rates: float) -> list[Step]:
    return [queue(rate) for rate in rates]


def test_the_knee_of_a_queue_is_where_theory_has_it() -> None:
    """Twice the time of light load: 1 + u/(2(1-u)) = 2 (1 + v/(2(1-v))) with v the lightest step's utilisation."""
    light = 1 + 0.05 / (2 * 0.95)
    excess = 2 * light - 1
    true = 50 * 2 * excess / (1 + 2 * excess)
    found = capacity.knee(curve(2.5, 10, 20, 25, 30, 32, 34, 36, 38, 40, 45, 49))
    assert found == pytest.approx(true, rel=0.02)


def test_it_breaks_between_the_last_step_it_carried_and_the_first_it_did_not() -> None:
    found = capacity.breaking_point(curve(5, 10, 20, 30, 40, 45, 49, 55, 60), 500)
    assert found is not None
    assert 45 < found < 55


def test_failures_and_missed_arrivals_break_it_too() -> None:
    good = [Step(10, 20, 30), Step(20, 20, 30)]
    for bad in (Step(30, 20, 30, failed=0.02), Step(30, 20, 30, answered=0.9)):
        assert capacity.breaking_point([*good, bad], 500) == 25


def test_a_restless_step_on_the_way_is_no_end() -> None:
    steps = [Step(10, 20, 30), Step(20, 90, 900), Step(30, 22, 40), Step(40, 24, 60), Step(50, 400, 3000)]
    assert 40 < (capacity.knee(steps) or 0) < 50
    assert 40 < (capacity.breaking_point(steps, 500) or 0) < 50


@pytest.mark.parametrize("steps", [[], curve(10), curve(5, 10, 15), [Step(10, 20, 900), Step(20, 900, 9000)]])
def test_a_test_that_did_not_reach_the_end_has_none(steps: list[Step]) -> None:
    assert capacity.breaking_point(steps, 500) is None


def test_the_tolerance_comes_from_steps_and_noise() -> None:
    fine, coarse = [30.0, 33.0, 36.0, 40.0], [20.0, 40.0]
    calm = capacity.point([35.0, 35.0], fine)
    assert calm == Point(35.0, capacity.LEAST)
    restless = capacity.point([32.0, 38.0], fine)
    assert restless is not None
    assert restless.share == pytest.approx(3 / 35 + 1.5 / 35)
    wide = capacity.point([35.0, 35.0], coarse)
    assert wide is not None
    assert wide.share == capacity.MOST  # ten of 35 would be more than is ever allowed


@pytest.mark.parametrize("found", [[], [None, 30.0], [20.0, 40.0]])
def test_passes_that_disagree_say_nothing(found: list[float | None]) -> None:
    assert capacity.point(found, [20.0, 30.0, 40.0]) is None


def test_a_point_holds_what_lies_near_it() -> None:
    point = Point(40.0, 0.1)
    assert point.holds(44)
    assert not point.holds(45)
    assert point.holds(45, more=0.15)
    assert not point.holds(52, more=3.0)
    assert not point.holds(math.nan)
