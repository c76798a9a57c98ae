"""A plan as EXPLAIN (FORMAT JSON) gives it, read into steps with what each of them took by itself.

PostgreSQL gives times, costs and buffers of a step together with the steps below it, times and rows as the average of
a loop, and rounds. Method: the manual, "Using EXPLAIN"; what parallel workers, CTEs and the inner side of a nested loop
mean for a step's own share is as in PostgreSQL's explain.c.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from perfgym.errors import LearnerError

Raw = Mapping[str, Any]
DEEPEST = 100
STEPS = 2_000  # of one plan


class UnreadablePlan(LearnerError):
    """The plan is not of the form that EXPLAIN gives."""

    def __init__(self) -> None:
        super().__init__("The server's plan could not be read. Run EXPLAIN by hand to see it as it is.")


@dataclass(frozen=True)
class Node:
    """A step and those below it. `own` and buffers are of all its loops, without the steps below.

    `own` is in ms where the plan was run, else in the planner's units of cost. Rows are the average of a loop.
    """

    raw: Raw
    own: float
    hit: int
    read: int
    below: tuple["Node", ...]
    limited: bool = False  # a step above may have stopped it before its last row

    @property
    def loops(self) -> int:
        """0 for a step that was never run, and in a plan that was only made."""
        return int(self.raw.get("Actual Loops", 0))

    @property
    def rows(self) -> float:
        return float(self.raw.get("Actual Rows", 0))

    @property
    def expected(self) -> float:
        return float(self.raw.get("Plan Rows", 0))

    @property
    def removed(self) -> float:
        """Rows that its filters threw away, the average of a loop."""
        return sum(float(value) for name, value in self.raw.items() if name.startswith("Rows Removed by"))


@dataclass(frozen=True)
class Plan:
    """`measured`: it was run, and its steps have times. Times in ms, None where the server did not tell."""

    root: Node
    measured: bool
    execution_ms: float | None
    planning_ms: float | None

    @cached_property
    def steps(self) -> list[Node]:
        """From the top, each before those below it."""
        found = [self.root]
        for one in found:
            found += one.below
        return found

    @cached_property
    def whole(self) -> float:
        """What all steps took, in the unit of `own`."""
        return math.fsum(one.own for one in self.steps)

    def share(self, node: Node) -> float:
        """From 0 to 1: the step's own part of the whole."""
        return node.own / self.whole if self.whole else 0.0

    @property
    def worst(self) -> Node:
        """The step that took the most by itself."""
        return max(self.steps, key=lambda one: one.own)
