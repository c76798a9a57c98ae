"""Each answer of the learner's version must be the one that the lab's own version gives to the same request."""

import time
from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from perfgym.errors import PlatformError
from perfgym.runs.arm import Answer, Arm
from perfgym.runs.outcome import Reason, RunFailed
from perfgym.runs.pairs import Alternation, Tally

GOOD = Answer(0, "GET /books", "/books?page=3", 0.0, 0.0, 200, 900, 1100, "0123456789abcdef", None)


class Saying:
    """An arm that gives the same good answer, but for the turns named in `otherwise`."""

    process = SimpleNamespace(tail=lambda: "the end of the log")

    def __init__(self, otherwise: Mapping[int, dict[str, Any]]) -> None:
        self._otherwise = otherwise

    def turn(self, i: int) -> Answer:
        return replace(GOOD, i=i, start=time.monotonic(), **self._otherwise.get(i, {}))

    def lag(self) -> tuple[float, float]:
        return 0.0, 0.0

    def show(self, i: int) -> str:
        return f"page {i}, {self._otherwise.get(i, 'as always')}"


def alternate(before: Mapping[int, dict[str, Any]], after: Mapping[int, dict[str, Any]]) -> Tally:
    tally = Tally()
    arms = [cast(Arm, Saying(each)) for each in (before, after)]
    Alternation(arms[0], arms[1], 0, 7, (), tally).warm_up(lambda: None)
    return tally


def test_equal_answers_are_all_checked_and_nothing_is_said() -> None:
    tally = alternate({}, {})
    assert tally.checked >= 30
    assert (len(tally.requests), tally.failures) == (2 * tally.checked, 0)


@pytest.mark.parametrize(
    ("different", "says"),
    [
        ({"digest": "f" * 16}, "answered differently"),
        ({"status": 404}, "answered 404; the original answers 200"),
        ({"path": "/books?page=4"}, "the traffic went different ways"),
    ],
    ids=["body", "status", "path"],
)
@pytest.mark.parametrize("turn", [0, 17])
def test_one_other_answer_is_a_wrong_one(different: dict[str, Any], says: str, turn: int) -> None:
    with pytest.raises(RunFailed, match=says) as said:
        alternate({}, {turn: different})
    assert said.value.reason is Reason.WRONG_ANSWERS


@pytest.mark.parametrize("failing", [{"error": "no answer"}, {"status": 429}], ids=["no answer", "turned away"])
def test_a_few_failures_are_counted_and_more_end_the_run(failing: dict[str, Any]) -> None:
    assert alternate({}, {3: failing, 9: failing}).failures == 2
    with pytest.raises(RunFailed, match="3 of") as said:
        alternate({}, dict.fromkeys((3, 9, 12), failing))
    assert said.value.reason is Reason.TOO_MANY_FAILURES
    assert said.value.tail == "the end of the log"


def test_a_failure_of_the_labs_own_version_is_never_the_learners() -> None:
    with pytest.raises(PlatformError, match="own version failed"):
        alternate({5: {"error": "no answer"}}, {5: {"error": "no answer"}})
