"""What statements of a run did: sums of those in which an expression is found, a table of the first, a plan."""

import re
from collections.abc import Sequence

from perfgym.charts import plans
from perfgym.charts.words import figure, number
from perfgym.console.figures.told import NotTold, markdown
from perfgym.runs.statements.counted import ArmStatements, Counted

SHORT = 110  # characters of a statement in a table
FIRST = 5  # statements in a table


def value(arm: ArmStatements, name: str, expression: str) -> float:
    """calls a request; rows, blocks (8 kB) or ms a call. Raises NotTold where no statement is found."""
    found = matching(arm, expression)
    calls = sum(one.calls for one in found)
    sums = {
        "calls": calls / max(1, arm.requests),
        "rows": sum(one.rows for one in found) / calls,
        "blocks": sum(one.hit + one.read for one in found) / calls,
        "statement_ms": sum(one.ms for one in found) / calls,
    }
    return sums[name]


def queries(arm: ArmStatements) -> float:
    """Statements a request, without those that begin and end transactions."""
    asked = sum(one.calls for one in arm.statements if not one.is_control)
    return (asked + arm.rest.calls) / max(1, arm.requests)


def table(arm: ArmStatements, first: str) -> str:
    """The statements that took the most time, as many as `first` says."""
    count = int(first) if first.isdecimal() else FIRST
    rows = [
        (
            f"`{one.text[:SHORT]}{'…' if len(one.text) > SHORT else ''}`",
            number(one.calls / max(1, arm.requests)),
            number(one.rows / max(1, one.calls)),
            figure(one.ms / max(1, one.calls), "ms"),
        )
        for one in arm.statements
        if not one.is_control
    ]
    return markdown(("statement", "calls a request", "rows a call", "time a call"), rows[:count])


def plan(arm: ArmStatements, expression: str) -> str:
    """The plan of the first statement, by time, in which an expression is found. Raises NotTold."""
    planned = [one for one in matching(arm, expression) if one.plan]
    if not planned or planned[0].plan is None:
        raise NotTold(f"No plan was seen of a statement with `{expression}`.")
    return plans.text(planned[0].plan.json)


def matching(arm: ArmStatements, expression: str) -> Sequence[Counted]:
    """Raises NotTold where there is none."""
    if arm.why:
        raise NotTold(f"Statements were not counted: {arm.why}")
    pattern = re.compile(expression, re.IGNORECASE)
    found = [one for one in arm.statements if pattern.search(" ".join(one.text.split()))]
    if not found or not sum(one.calls for one in found):
        asked = "\n".join(f"  {one.text[:SHORT]}" for one in arm.statements)
        raise NotTold(f"The expression `{expression}` is found in no statement of the run. It asked:\n{asked}")
    return found
