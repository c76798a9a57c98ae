"""`stages`: the learner has run a load test whose load rose in stages that can be recognised in what was recorded."""

from typing import Literal

from perfgym.checks import staged
from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Given, Kind, Result, none_to_fill
from perfgym.checks.loadtests import called


class StagesAsked(staged.AsksStages):
    """A finished load test of one's own, in stages."""

    kind: Literal["stages"]


def wants(asked: StagesAsked) -> str:
    over = f", the highest {asked.span:g} times the lowest or more" if asked.span > 1 else ""
    return f"Run a load test with {staged.described(asked)}{over}."


def check(asked: StagesAsked, given: Given, evidence: Evidence) -> Result:
    test = staged.newest(asked, evidence)
    if test is None:
        return staged.refusal(asked, evidence)
    found = staged.held(test, asked.hold)
    return Result(True, f"Your {called(test)} held {staged.in_words(found)} {staged.unit(test)}.")


KIND = Kind(StagesAsked, wants, none_to_fill, check)
