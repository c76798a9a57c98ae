"""`run` wants a load test that is large enough; `compare` wants a verdict. Neither can be talked into passing."""

from typing import Any

import pytest

from perfgym.checks import registry
from perfgym.checks.kind import Result
from tests.checks import wrong
from tests.checks.wrong import compared, evidence, load_test

RUN = {"users": 10, "seconds": 20, "requests": 500, "names": ["/books"], "as_found": True}
FASTER = evidence(comparisons=[compared()])


def ran(*tests: Any, **more: Any) -> Result:
    return registry.judge(wrong.asked("run", **RUN | more), {"answer": "passed", "passed": "true"}, evidence(tests))


def said(found: Any, **more: Any) -> Result:
    return registry.judge(wrong.asked("compare", **more), {"verdict": "faster"}, found)


def test_a_test_that_has_everything_passes() -> None:
    assert ran(load_test()).passed
    assert ran(load_test(users=1), load_test(ago=3)).passed


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"users": 9}, "had 9 users"),
        ({"seconds": 12.0}, "ran 12 s; at least 20 s"),
        ({"count": 499}, "had 499 requests; at least 500"),
        ({"fails": 30}, "30 failed requests of 600"),
        ({"as_found": False}, "as you found it"),
        ({"names": wrong.names({"/": 4.0})}, 'no request named /books; give your task name="/books"'),
    ],
)
def test_a_test_that_lacks_something_is_told_what(lacking: dict[str, Any], words: str) -> None:
    result = ran(load_test(**lacking))
    assert not result.passed
    assert words in result.message


def test_a_slow_app_whose_last_request_began_early_ran_all_its_seconds() -> None:
    assert ran(load_test(seconds=18.4, result={"series": [{"t": 1}, {"t": 20}]})).passed
    assert not ran(load_test(seconds=18.4, result={"series": [{"t": 1}, {"t": 18}]})).passed


def test_without_a_test_it_says_what_to_run() -> None:
    assert "at least 10 users, 20 s and 500 requests" in ran().message


def test_two_tests_are_two_tests() -> None:
    assert "1 more" in ran(load_test(), times=2).message
    assert ran(load_test(), load_test(ago=1), times=2).passed


def test_a_verdict_passes_only_as_what_it_is() -> None:
    same = evidence(comparisons=[compared(0.99, "no_measurable_change")])
    assert said(FASTER).passed
    assert not said(same).passed
    assert said(same, verdict="no_measurable_change").passed
    assert said(FASTER, verdict="any").passed
    for verdict in ("slower", "inconclusive"):
        assert not said(evidence(comparisons=[compared(1.3, verdict)])).passed
    assert not said(evidence(comparisons=[compared(0.8, "inconclusive")]), verdict="any").passed


def test_a_smaller_gain_than_asked_for_is_not_enough() -> None:
    assert said(FASTER, ratio=0.6).passed
    assert not said(FASTER, ratio=0.5).passed
    assert "at least 2 times" in said(FASTER, ratio=0.5).message


def test_any_of_ones_comparisons_counts() -> None:
    assert said(evidence(comparisons=[compared(1.0, "no_measurable_change"), compared()])).passed


def test_without_a_comparison_it_says_what_to_press() -> None:
    assert "Measure my change" in said(evidence()).message
