"""Whatever a database's part answers, a run goes on, and says why there is nothing to show."""

import json
from typing import Any

import pytest

from perfgym.runs.statements import planning
from perfgym.runs.statements.collecting import Collecting
from perfgym.runs.statements.statistics import NoStatistics, Statistics
from perfgym.sandbox.protocol import Closed, End, Role, Usage
from tests.runs.statement_factories import AUTHOR, arm, counted

ROW = [-7, AUTHOR, False, 24, 24, 72, 2, 0, 2.4]
ALL = {"op": "statements", "all": [3, 30, 30, 90, 2, 0, 3.0, 0]}
PLAN = {"op": "plan", "of": -7, "run": True, "seen": 3, "ms": 0.1, "values": "$1 = '7'", "plan": "[]"}
DONE = {"reset": [{"op": "reset"}], "sample": [{"op": "sample"}], "plans": [PLAN, {"op": "plans"}]}
GOOD = {**DONE, "statements": [{"op": "statement", "row": ROW}, ALL]}


class Told:
    """A part that answers each question with the lines given for it, and ends after those."""

    role = Role.DATABASE

    def __init__(self, lines: dict[str, list[Any]]) -> None:
        self._lines, self._waiting = lines, list[bytes]()
        self.asked: list[dict[str, Any]] = []

    def send(self, line: bytes) -> None:
        self.asked.append(json.loads(line))
        told = self._lines.get(self.asked[-1]["op"], [])
        self._waiting += [one if isinstance(one, bytes) else json.dumps(one).encode() for one in told]

    def receive(self, timeout: float) -> bytes | None:
        if not self._waiting:
            raise Closed
        return self._waiting.pop(0)

    def end(self) -> End | None:
        return None

    def tail(self) -> str:
        return ""

    def usage(self) -> Usage:
        return Usage(0, 0)

    def applied(self) -> dict[str, object]:
        return {}

    def kill(self) -> None:
        """Nothing to end."""


class Silent(Told):
    def receive(self, timeout: float) -> bytes | None:
        return None


def test_what_was_counted_and_planned_is_told() -> None:
    collecting = Collecting(Statistics(Told(GOOD)))
    collecting.begin()
    found = collecting.end(10)
    assert found is not None
    (one,) = found.statements
    assert (one.text, one.calls, one.hit, one.read, found.requests) == (AUTHOR, 24, 70, 2, 10)
    assert one.plan is not None
    assert one.plan.values == "$1 = '7'"
    assert (found.rest.statements, found.rest.calls, found.rest.hit, found.rest.forgotten) == (2, 6, 18, 0)


def test_an_app_without_a_database_has_nothing_to_tell() -> None:
    assert Collecting(None).end(10) is None


@pytest.mark.parametrize(
    "statements",
    [
        [],
        [{"op": "statements", "error": "permission denied"}],
        [b"no json"],
        [{"op": "statement", "row": ROW}, {"op": "statements"}],
        [{"op": "statement", "row": [*ROW[:3], -1, *ROW[4:]]}, ALL],
        [{"op": "statement", "row": [*ROW, 1]}, ALL],
        [{"op": "statement", "row": [-7, "x" * 2_001, *ROW[2:]]}, ALL],
        [{"op": "statement", "row": [2**64, *ROW[1:]]}, ALL],
        [{"op": "statement"}, ALL],
    ],
)
def test_an_answer_that_cannot_be_read_is_no_answer(statements: list[Any]) -> None:
    found = Collecting(Statistics(Told({**GOOD, "statements": statements}))).end(10)
    assert found is not None
    assert (found.statements, bool(found.why)) == ((), True)


@pytest.mark.parametrize("plan", [{**PLAN, "plan": "x" * 70_000}, {**PLAN, "of": "me"}, {**PLAN, "run": "yes"}])
def test_a_plan_that_cannot_be_read_is_no_plan(plan: dict[str, Any]) -> None:
    with pytest.raises(NoStatistics):
        Statistics(Told({"plans": [plan, {"op": "plans"}]})).plans([-7], 1)


def test_plans_beyond_a_size_are_left_out() -> None:
    plans = [{**PLAN, "of": n, "plan": " " * 60_000} for n in range(50)]
    assert len(Statistics(Told({"plans": [*plans, {"op": "plans"}]})).plans(range(50), 1)) == 17


def test_a_database_that_is_silent_or_gone_ends_no_run() -> None:
    silent, gone = Statistics(Silent(GOOD)), Statistics(Told({}))
    for statistics, why in ((silent, "in time"), (gone, "had ended")):
        collecting = Collecting(statistics)
        collecting.begin()
        found = collecting.end(10)
        assert found is not None
        assert why in found.why
        assert planning.begin({"after": statistics}) == {}
        assert planning.end({"after": statistics}, {"after": arm(counted())}) == {"after": {}}


def test_no_plan_is_asked_for_of_what_has_none() -> None:
    told = Told(GOOD)
    planning.end({"after": Statistics(told)}, {"after": arm(counted(queryid=1), counted("BEGIN", queryid=2))})
    assert told.asked[-1]["of"] == [1]
