"""`run`: the learner has run a load test of their own that is large enough to say something."""

from typing import Annotated, Literal

from pydantic import Field

from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Given, Kind, Result, none_to_fill
from perfgym.checks.loadtests import AsksLoadTest, called, described, fitting, missing


class RunAsked(AsksLoadTest):
    """A finished load test of one's own."""

    kind: Literal["run"]
    times: Annotated[int, Field(strict=True, ge=1, le=10)] = Field(
        default=1, description="a whole number from 1 to 10: how many such tests; two show how far repeats differ"
    )


def wants(asked: RunAsked) -> str:
    often = "a load test" if asked.times == 1 else f"{asked.times} load tests"
    return f"Run {often} with {described(asked)}."


def check(asked: RunAsked, given: Given, evidence: Evidence) -> Result:
    found = fitting(asked, evidence)
    if len(found) >= asked.times:
        return Result(True, f"Your {called(found[0])} has everything that was asked for.")
    if not found:
        return Result(False, missing(asked, evidence))
    more = asked.times - len(found)
    return Result(
        False, f"{len(found)} of your load tests count; {more} more of the same kind is asked for. Run again."
    )


KIND = Kind(RunAsked, wants, none_to_fill, check)
