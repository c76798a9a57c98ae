"""When the load generator, not the application, was the limit."""

import pytest

from perfgym.runs import generator

QUIET = {"t": 1, "users": 10, "rps": 100.0, "p50": 20.0, "cpu": 0.1, "lag": 1.0}


def judged(*, processes=1, paced=None, of=4, **second):
    return generator.judge([{**QUIET, **second}] * of, {"processes": processes}, paced)


def test_a_load_that_it_drives_well_needs_no_word():
    assert judged() == {"limited": False, "sentence": "", "processes": 1, "cpu": 0.1, "lag_ms": 1.0}
    assert judged(of=0)["limited"] is False


def test_lateness_counts_against_the_latency_that_it_disturbs():
    assert judged(lag=5.1)["limited"]
    assert not judged(lag=5.1, p50=26.0)["limited"]
    assert judged(lag=5.3, p50=26.0)["limited"]
    assert "when the machine is quiet" in judged(lag=30)["sentence"]


def test_a_busy_generator_is_the_limit_even_when_on_time():
    found = judged(cpu=0.7, rps=800.0)
    assert found["limited"]
    assert "70 % of a core" in found["sentence"]
    assert "send at most 600, and use FastHttpUser" in found["sentence"]
    assert "send at most 1200" in judged(cpu=0.7, rps=1500.0, processes=2)["sentence"]


def test_80_closed_loop_users_on_one_process_are_too_many():
    found = judged(users=80, rps=2300.0, lag=11.0, p50=28.0, cpu=0.35)
    assert found["limited"]
    assert found["sentence"].startswith("The load generator was the limit, not the application: ")
    assert "80 closed-loop users are too many for one generator process: use at most 20" in found["sentence"]


def test_more_than_20_users_are_held_to_half_the_lateness():
    assert not judged(lag=4)["limited"]
    assert judged(lag=4, users=40)["limited"]
    assert not judged(lag=4, users=40, processes=2)["limited"]
    assert not judged(lag=4, users=40, paced={"sentence": ""})["limited"]


def test_many_users_of_a_slow_application_are_its_own_limit():
    found = judged(users=80, p50=1800.0, lag=2.0)
    assert not found["limited"]
    assert "can be the limit" in found["sentence"]
    assert "it kept up: late by 2.0 ms at most, 10 % of a core" in found["sentence"]


def test_one_bad_second_in_four_is_no_limit():
    late = {**QUIET, "lag": 50.0}
    assert not generator.judge([late, QUIET, QUIET, QUIET], {}, None)["limited"]
    assert generator.judge([late, late, QUIET, QUIET], {}, None)["limited"]


@pytest.mark.parametrize("nonsense", [None, "x", float("nan"), float("inf"), []])
def test_a_line_may_hold_anything(nonsense):
    assert not judged(lag=nonsense, cpu=nonsense, p50=nonsense, users=nonsense)["limited"]


def test_arrivals_that_did_not_begin_are_said_below_98_per_cent():
    def told(begun):
        return generator.arrivals([{**QUIET, "users": 4}], {"due": 500, "begun": begun, "paced": 10.0})

    assert told(490)["sentence"] == ""
    assert told(410)["sentence"].startswith("Only 410 of 500 intended arrivals began (82 %): all 4 users were waiting")
    assert (told(410)["intended_per_second"], told(410)["begun_per_second"], told(410)["share"]) == (50.0, 41.0, 0.82)


def test_arrivals_of_a_run_without_summary_are_those_of_its_last_second():
    found = generator.arrivals([{"t": 3, "due": 20, "begun": 20, "paced": 2.0}], {})
    assert found
    assert found["begun_per_second"] == 10.0


def test_a_test_without_paced_arrivals_has_none():
    assert generator.arrivals([QUIET], {"paced": 10.0, "due": 0, "begun": 0}) is None
    assert generator.arrivals([], {}) is None
