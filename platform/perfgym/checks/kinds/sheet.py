"""`sheet`: an SLO sheet, a few objectives of the learner's own, each figure held against their own repeats.

Judged in this order, and said in plain sentences: every row is written in words of its own; what it says of today is
what the repeats show; a threshold that is said to hold was broken by none of them, and would be broken by a shop that
does twice as badly; one that is said to be a target is broken by at least one of them, and is not ten times out of
reach. The sheet as a whole speaks of a high percentile and of failures.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from perfgym.checks import repeats, typed
from perfgym.checks.evidence import Evidence, LoadTest
from perfgym.checks.kind import Blank, Given, Kind, Result, Shape
from perfgym.checks.loadtests import AsksLoadTest
from perfgym.checks.objective import ALL, Indicator, Objective

HOLDS, TARGET = "holds today", "is a target"
WINDOWS = ("1 hour", "1 day", "7 days", "28 days", "90 days")
WORD = re.compile(r"\w[\w'\u2019-]*")
OBJECTIVE, WHY = 4, 6  # words, at least; of different words in a reason
LONGEST = 300  # characters
TOLD = 3  # problems of one answer
HIGH = (Indicator.P95, Indicator.P99)


class SheetAsked(AsksLoadTest):
    """An SLO sheet. `users`, `seconds` and so on say on which load tests it rests."""

    kind: Literal["sheet"]
    rows: Annotated[int, Field(strict=True, ge=2, le=4)] = Field(
        default=3, description="a whole number from 2 to 4: how many objectives"
    )
    times: Annotated[int, Field(strict=True, ge=2, le=8)] = Field(
        default=3, description="a whole number from 2 to 8: how many repeats under the same settings it must rest on"
    )


def wants(asked: SheetAsked) -> str:
    return (
        f"Write {asked.rows} objectives for the shop. At least one is about a high percentile (p95 or p99), and one "
        "about failed requests. Each figure is held against your repeats of the lab's own load test; at least "
        f"{asked.times} with the same settings are needed."
    )


def blanks(asked: SheetAsked, evidence: Evidence) -> tuple[Blank, ...]:
    found = repeats.of(asked, evidence)
    names = (ALL, *(found[0].names if found else ()))
    return tuple(blank for row in range(1, asked.rows + 1) for blank in _row(row, names))


def _row(row: int, names: tuple[str, ...]) -> Iterator[Blank]:
    group = f"Objective {row}"
    yield Blank(f"objective-{row}", "What is promised", Shape.LINE, most=LONGEST, group=group)
    yield Blank(f"indicator-{row}", "Indicator", Shape.CHOICE, options=tuple(Indicator), group=group)
    yield Blank(f"name-{row}", "Of", Shape.CHOICE, options=names, group=group)
    units = "ms, requests a second, or %"
    yield Blank(f"today-{row}", "Today", Shape.NUMBER, unit=units, most=typed.MOST, group=group)
    yield Blank(f"threshold-{row}", "Threshold", Shape.NUMBER, unit=units, most=typed.MOST, group=group)
    yield Blank(f"state-{row}", "The threshold", Shape.CHOICE, options=(HOLDS, TARGET), group=group)
    yield Blank(f"window-{row}", "Over", Shape.CHOICE, options=WINDOWS, group=group)
    yield Blank(f"why-{row}", "Why this number", Shape.LINE, most=LONGEST, group=group)


def check(asked: SheetAsked, given: Given, evidence: Evidence) -> Result:
    tests = repeats.of(asked, evidence)
    if len(tests) < asked.times:
        return Result(False, repeats.too_few(asked, tests, asked.times, evidence))
    rows = range(1, asked.rows + 1)
    found = [f"Objective {row}: {said}" for row in rows if (said := _problem(row, given, tests))]
    found = found or [said for said in (_alike(asked, given), _lacking(asked, given)) if said]
    if found:
        more = f" There is more to mend in {len(found) - TOLD} further." if len(found) > TOLD else ""
        return Result(False, " ".join(found[:TOLD]) + more)
    return Result(True, f"All {asked.rows} objectives agree with your {len(tests)} repeats.")


def _problem(row: int, given: Given, tests: tuple[LoadTest, ...]) -> str:
    if said := _words(row, given):
        return said
    indicator = Indicator(given[f"indicator-{row}"])
    numbers = {}
    for what in ("today", "threshold"):
        text = given[f"{what}-{row}"]
        number = typed.number(text, indicator.unit)
        if number is None or number < 0:
            return f"“{text.strip()}” is not a number. Write only digits, with a point for decimals: 12.5"
        numbers[what] = number
    is_target = given[f"state-{row}"] == TARGET
    return Objective(indicator, given[f"name-{row}"], **numbers, is_target=is_target).problem(tests)


def _words(row: int, given: Given) -> str:
    """What its words lack."""
    choices = {"indicator": tuple(Indicator), "state": (HOLDS, TARGET), "window": WINDOWS}
    if any(given[f"{what}-{row}"] not in options for what, options in choices.items()):
        return "choose an indicator, whether it holds today, and a window from their lists."
    if len(WORD.findall(given[f"objective-{row}"])) < OBJECTIVE:
        return f"say in at least {OBJECTIVE} words what is promised, as a customer would understand it."
    if len(set(WORD.findall(given[f"why-{row}"].lower()))) < WHY:
        return f"say in at least {WHY} different words why it is this number: who would notice, or what it costs."
    return ""


def _alike(asked: SheetAsked, given: Given) -> str:
    """Rows that are copies of another."""
    rows = range(1, asked.rows + 1)
    for parts, said in ((("indicator", "name"), "speak of the same figure"), (("why",), "give the same reason")):
        seen: dict[tuple[str, ...], int] = {}
        for row in rows:
            key = tuple(" ".join(given[f"{part}-{row}"].lower().split()) for part in parts)
            if key in seen:
                return f"Objectives {seen[key]} and {row} {said}. Let each of them stand for something else."
            seen[key] = row
    return ""


def _lacking(asked: SheetAsked, given: Given) -> str:
    chosen = {given[f"indicator-{row}"] for row in range(1, asked.rows + 1)}
    if not chosen & set(HIGH):
        return (
            "None of the objectives is about a high percentile (p95 or p99). A median leaves out half of the requests, "
            "and these are the slow ones."
        )
    if Indicator.FAILED not in chosen:
        return "None of the objectives is about failed requests. A page that fails at once is fast, too."
    return ""


KIND = Kind(SheetAsked, wants, blanks, check)
