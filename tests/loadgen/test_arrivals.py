"""When iterations should start: pure arithmetic of rates and schedules."""

import math
import subprocess
import sys
from itertools import islice, pairwise

import pytest
from loadgen_parts import EXPLORATION

from perfgym.loadgen.exploration.rates import ArrivalsError, Rates, checked_rate, checked_seed, checked_steps
from perfgym.loadgen.exploration.schedule import Schedule, positions

FOR_EVER = math.inf
STEPS = Rates(((10, 20), (10, 40)))


def taken(schedule: Schedule, count: int, now: float = 0.0) -> list[float]:
    return [schedule.take(now) for _ in range(count)]


def test_a_constant_rate_is_evenly_spaced():
    assert taken(Schedule(Rates(((FOR_EVER, 50),)), False, 1), 4) == pytest.approx([0, 0.02, 0.04, 0.06])


def test_steps_follow_each_other_and_end():
    assert [STEPS.when(n) for n in (0, 199, 200, 240, 599)] == pytest.approx([0, 9.95, 10, 11, 19.975])
    assert STEPS.when(600) == math.inf
    assert (STEPS.seconds, STEPS.highest) == (20, 40)


def test_the_schedule_is_not_moved_by_who_comes_late():
    schedule = Schedule(Rates(((FOR_EVER, 10),)), False, 1)
    assert taken(schedule, 2, now=0) + taken(schedule, 2, now=99) == pytest.approx([0, 0.1, 0.2, 0.3])


def test_it_begins_with_the_first_user_but_not_before_it_may():
    rate = Rates(((FOR_EVER, 10),))
    assert Schedule(rate, False, 1, not_before=5).take(3) == 5
    assert Schedule(rate, False, 1, not_before=5).take(7) == 7


def test_an_arrival_given_back_is_the_next_to_be_taken():
    schedule = Schedule(Rates(((FOR_EVER, 10),)), False, 1)
    first, second = taken(schedule, 2)
    schedule.give_back(second)
    schedule.give_back(first)
    assert taken(schedule, 3) == pytest.approx([0, 0.1, 0.2])


def test_due_counts_every_arrival_whoever_took_it():
    schedule = Schedule(STEPS, False, 1)
    assert schedule.due(3) == 0  # no user yet
    schedule.take(100)
    assert [schedule.due(100 + elapsed) for elapsed in (0, 1, 10, 20, 1000)] == [1, 21, 201, 600, 600]
    assert [schedule.passed(100 + elapsed) for elapsed in (-1, 0, 15, 1000)] == [0, 0, 15, 20]


def test_poisson_arrivals_come_from_their_seed():
    one, other = (list(islice(positions(True, seed), 5000)) for seed in (1, 2))
    assert one == list(islice(positions(True, 1), 5000))
    assert one != other
    gaps = [later - sooner for sooner, later in pairwise(one)]
    mean = sum(gaps) / len(gaps)
    assert mean == pytest.approx(1, abs=0.05)
    assert sum((gap - mean) ** 2 for gap in gaps) / len(gaps) == pytest.approx(1, abs=0.1)  # exponential


@pytest.mark.parametrize("poisson", [False, True])
def test_the_parts_of_several_processes_are_the_whole(poisson):
    whole = taken(Schedule(STEPS, poisson, 7), 90)
    parts = [taken(Schedule(STEPS, poisson, 7, index=index, of=3), 30) for index in range(3)]
    assert sorted(time for part in parts for time in part) == whole


BAD_RATES = {
    0: "above 0",
    -3: "above 0",
    math.nan: "above 0",
    math.inf: "at most 2400",
    1e9: "at most 2400",
    "50": "must be a number, not '50'",
    True: "must be a number, not True",
}


@pytest.mark.parametrize("rate", BAD_RATES)
def test_a_rate_that_cannot_be_is_refused(rate):
    with pytest.raises(ArrivalsError, match=f"^per_second .*{BAD_RATES[rate]}"):
        checked_rate("per_second", rate)


BAD_STEPS = {
    "nothing": ((), "is empty"),
    "no pairs": ((10, 20), "pairs of"),
    "no number": (((10, "many"),), "rate must be a number"),
    "no time": (((0, 20),), "seconds must be above 0"),
    "no arrivals": (((10, 0),), "rate must be above 0"),
    "one for ever": (((math.inf, 5),), "seconds must be above 0 and at most"),
}


@pytest.mark.parametrize("how", BAD_STEPS)
def test_steps_that_cannot_be_are_refused(how):
    steps, says = BAD_STEPS[how]
    with pytest.raises(ArrivalsError, match=says):
        checked_steps("Load", steps)


def test_a_seed_is_a_whole_number():
    with pytest.raises(ArrivalsError, match="seed='x' is not a whole number"):
        checked_seed("x")


OUTSIDE = {"no PerfGym": ["-S"], "PerfGym's packages, but another runner": []}


@pytest.mark.parametrize("where", OUTSIDE)
def test_outside_the_runner_it_says_how_to_start_it(where):
    """-S leaves the installed packages out."""
    locustfile = f"import sys; sys.path.insert(0, {str(EXPLORATION)!r})\nimport perfgym_load as p\np.arrivals.paced(9)"
    done = subprocess.run([sys.executable, "-I", *OUTSIDE[where], "-c", locustfile], capture_output=True, text=True)
    assert done.returncode == 1
    said = done.stderr.splitlines()[-1]
    assert "load-test runner only: start this" in said
    assert "perfgym load LAB LOCUSTFILE" in said
