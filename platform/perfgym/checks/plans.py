"""The query plans that a learner has on record: of statements that their own runs asked, or that they explained."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfgym.charts import plans
from perfgym.charts.plans import Plan, UnreadablePlan
from perfgym.charts.plans.node import Node
from perfgym.checks.evidence import Compared, Evidence, LoadTest

STATEMENTS = "statements.json"
SHOWN = 80  # characters of a statement


@dataclass(frozen=True)
class Recorded:
    """A statement's plan; `where` is how a message speaks of it, `like` the same for repeats."""

    text: str
    plan: Plan
    where: str
    like: str = ""

    def step_of(self, table: str | None) -> Node | None:
        """The step that reads this table, or without one the step that took the most by itself."""
        if table is None:
            return self.plan.worst
        reading = [one for one in self.plan.steps if one.raw.get("Relation Name") == table]
        return max(reading, key=lambda one: one.own, default=None)

    @property
    def blocks(self) -> int:
        """Blocks of 8 kB that the whole statement found or read."""
        return sum(one.hit + one.read for one in self.plan.steps)

    @property
    def short(self) -> str:
        return self.text if len(self.text) <= SHOWN else f"{self.text[:SHOWN]}…"


def of_load_tests(evidence: Evidence, statement: str, *, as_found: bool) -> list[Recorded]:
    """Of each load test the plan of the statement that this expression finds, the newest test first."""
    tests = [test for test in evidence.load_tests if test.as_found or not as_found]
    return [
        found for test in tests for found in _first(test, "own", statement, f"your load test of {test.at:%H:%M} UTC")
    ]


def of_comparisons(evidence: Evidence, statement: str, arm: str) -> list[Recorded]:
    """The same of one version of each comparison."""
    return [
        found
        for one in evidence.comparisons
        for found in _first(one, arm, statement, f"your comparison of {one.at:%H:%M} UTC ({arm})")
    ]


def explained(evidence: Evidence, statement: str) -> list[Recorded]:
    """The same of what was explained in the console."""
    fitting = [one for one in evidence.explained if re.search(statement, _plain(one.text), re.IGNORECASE)]
    return [
        Recorded(_plain(one.text), plan, f"your plan of {one.at:%H:%M} UTC in the console")
        for one in fitting
        if (plan := _read(one.plan)) and plan.measured
    ]


def _first(run: LoadTest | Compared, arm: str, statement: str, where: str) -> Iterator[Recorded]:
    """Of the statements that fit, that with the most time; only plans of an execution, which have real rows."""
    like = run.like if isinstance(run, LoadTest) else arm
    for text, written in _statements(run.files, arm):
        if re.search(statement, text, re.IGNORECASE) and (plan := _read(written)) and plan.measured:
            yield Recorded(text, plan, where, like)
            return


def _statements(files: Mapping[str, bytes], arm: str) -> Iterator[tuple[str, str]]:
    """(text, plan) of the statements of an arm, by time. The file is our own, what it tells is a stranger's."""
    if STATEMENTS not in files:
        return
    told = json.loads(files[STATEMENTS])["arms"].get(arm, {})
    for one in sorted(told.get("statements", []), key=lambda each: -float(each["ms"])):
        if one.get("plan"):
            yield str(one["text"]), str(one["plan"]["json"])


def _read(plan: str) -> Plan | None:
    try:
        return plans.read(plan)
    except UnreadablePlan:
        return None


def _plain(text: str) -> str:
    return " ".join(text.split())
