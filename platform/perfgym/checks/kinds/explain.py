"""`explain`: what the plan of a statement says, read by the learner from their own runs or made by them in the console.

The right values stand nowhere in the lab: they are those of the plan that was recorded, and may be missed by as much as
plans of repeats differ. A step may also ask that the plan be a good one: that it reaches a table in some way, or in so
many blocks.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from perfgym.charts.plans.node import Node
from perfgym.charts.plans.title import title
from perfgym.checks import figures, plans, typed
from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Asked, Blank, Given, Kind, Result, Shape
from perfgym.checks.plans import Recorded

SCANS = ("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan")
ALIKE = 5  # plans of repeats that are looked at
Scan = Literal["Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"]
Question = Literal["scan", "worst", "estimated", "rows", "removed", "blocks"]
NUMBERS = {
    "estimated": ("Rows that the planner expected", "rows"),
    "rows": ("Rows that there were", "rows"),
    "removed": ("Rows that the filter removed", "rows"),
    "blocks": ("Blocks that the whole statement touched (hit and read)", "blocks"),
}
SOURCES = {
    "load_test": "Run your load test, open the run's page and there the statement's plan; then check again.",
    "before": "Measure your change, open the run's page and there the statement's plan; then check again.",
    "after": "Measure your change, open the run's page and there the statement's plan; then check again.",
    "console": "Put the statement into the SQL console, press “Plan, measured”, then check again.",
}


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"this is not a regular expression: {error}") from error
    return text


class ExplainAsked(Asked):
    """Questions about a plan, or what the plan must be like, or both."""

    kind: Literal["explain"]
    statement: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_expression)] = Field(
        description="a regular expression found in the statement, as for a probe: values are $1, $2"
    )
    called: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="how a person calls it: “the orders of a customer”"
    )
    source: Literal["load_test", "before", "after", "console"] = Field(
        default="load_test",
        description="load_test, before or after (the versions of the last comparison), or console (a plan made there)",
    )
    as_found: bool = Field(
        default=False, description="true: only load tests of the app as the lab starts it, unchanged"
    )
    table: Annotated[str, Field(min_length=1, max_length=63)] | None = Field(
        default=None, description="scan, estimated, rows and removed are about the step that reads this table"
    )
    ask: Annotated[tuple[Question, ...], Field(max_length=6)] = Field(
        default=(),
        description="any of scan (how the table is read), worst (the step with the most time of its own), estimated, "
        "rows, removed, blocks",
    )
    reached_by: Annotated[tuple[Scan, ...], Field(max_length=4)] = Field(
        default=(), description=f"the table must be read in one of these ways: {', '.join(SCANS)}"
    )
    most_blocks: Annotated[int, Field(strict=True, ge=1)] | None = Field(
        default=None, description="a whole number: the statement may touch at most so many blocks"
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if not (self.ask or self.reached_by or self.most_blocks):
            raise ValueError("give `ask`, `reached_by` or `most_blocks`, or there is nothing to check")
        if self.table is None and (self.reached_by or set(self.ask) & {"scan", "estimated", "rows", "removed"}):
            raise ValueError("`scan`, `estimated`, `rows`, `removed` and `reached_by` are about a `table`")
        return self


def wants(asked: ExplainAsked) -> str:
    where = {
        "load_test": "in your last load test" + (" of the app as you found it" if asked.as_found else ""),
        "before": "in your last comparison, of the original",
        "after": "in your last comparison, of your version",
        "console": "as you explained it in the SQL console",
    }
    said = f"This step looks at the plan of {asked.called}, {where[asked.source]}."
    return " ".join([said, *_demands(asked)])


def _demands(asked: ExplainAsked) -> Iterator[str]:
    if asked.reached_by:
        yield f"It must read {asked.table} by {' or '.join(asked.reached_by)}."
    if asked.most_blocks:
        yield f"It must touch at most {asked.most_blocks:,} blocks."


def blanks(asked: ExplainAsked, evidence: Evidence) -> tuple[Blank, ...]:
    found = _recorded(asked, evidence)
    return tuple(_blank(asked, question, found) for question in asked.ask)


def _blank(asked: ExplainAsked, question: Question, found: Sequence[Recorded]) -> Blank:
    if question == "scan":
        return Blank(question, f"How it reads {asked.table}", Shape.CHOICE, options=SCANS if found else ())
    if question == "worst":
        titles = tuple(dict.fromkeys(title(one.raw)[:150] for one in found[0].plan.steps)) if found else ()
        return Blank(question, "The step that took the most time by itself", Shape.CHOICE, options=titles)
    label, unit = NUMBERS[question]
    label = label if question == "blocks" else f"{label}, reading {asked.table}"
    return Blank(question, label, Shape.NUMBER, unit=unit, most=typed.MOST)


def check(asked: ExplainAsked, given: Given, evidence: Evidence) -> Result:
    found = [one for one in _recorded(asked, evidence) if one.step_of(asked.table) is not None]
    if not found:
        return Result(False, f"There is no plan of {asked.called} on record that could be looked at. {_cure(asked)}")
    newest = found[0]
    wrong = [_label(asked, question) for question in asked.ask if not _right(asked, question, given, found)]
    if wrong:
        told = " and ".join(f"“{label}”" for label in wrong)
        return Result(
            False,
            f"What you filled in for {told} is not what {newest.where} says of “{newest.short}”. Open that plan once "
            "more: rows and blocks stand beside each step, expected ones apart from real ones. Then check again.",
        )
    if lacks := list(_lacks(asked, newest)):
        return Result(False, f"In {newest.where}, “{newest.short}” {' and '.join(lacks)}. {wants(asked)}")
    return Result(True, f"That agrees with {newest.where}, of “{newest.short}”.")


def _recorded(asked: ExplainAsked, evidence: Evidence) -> list[Recorded]:
    if asked.source == "load_test":
        return plans.of_load_tests(evidence, asked.statement, as_found=asked.as_found)
    if asked.source == "console":
        return plans.explained(evidence, asked.statement)
    return plans.of_comparisons(evidence, asked.statement, asked.source)


def _right(asked: ExplainAsked, question: Question, given: Given, found: Sequence[Recorded]) -> bool:
    step = _step(asked, found[0])
    if question == "scan":
        return given.get(question, "") == str(step.raw["Node Type"])
    if question == "worst":
        return given.get(question, "") == title(found[0].plan.worst.raw)[:150]
    number = typed.number(given.get(question, ""), NUMBERS[question][1])
    values = [_value(question, one, _step(asked, one)) for one in found[:ALIKE] if one.like == found[0].like]
    apart = max(abs(value / values[0] - 1) if values[0] else 0.0 for value in values)
    share = min(figures.MOST, max(figures.LEAST, apart))
    return number is not None and figures.near(number, values[0], share)


def _value(question: Question, one: Recorded, step: Node) -> float:
    if question == "blocks":
        return one.blocks
    return {"estimated": step.expected, "rows": step.rows, "removed": step.removed}[question]


def _step(asked: ExplainAsked, one: Recorded) -> Node:
    return one.step_of(asked.table) or one.plan.worst


def _lacks(asked: ExplainAsked, one: Recorded) -> Iterator[str]:
    scan = str(_step(asked, one).raw["Node Type"])
    if asked.reached_by and scan not in asked.reached_by:
        yield f"reads {asked.table} by {scan}"
    if asked.most_blocks and one.blocks > asked.most_blocks:
        yield f"touches {one.blocks:,} blocks"


def _label(asked: ExplainAsked, question: Question) -> str:
    return _blank(asked, question, ()).label


def _cure(asked: ExplainAsked) -> str:
    return SOURCES[asked.source]


KIND = Kind(ExplainAsked, wants, blanks, check)
