"""Load tests in stages: what a step may ask of them, and which stages a recorded test had."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from perfgym.charts import words
from perfgym.checks.evidence import Evidence, LoadTest
from perfgym.checks.kind import Result
from perfgym.checks.loadtests import AsksLoadTest, called, lacks
from perfgym.measure import stages
from perfgym.measure.stages import Held

SHOWN = 12  # stages of a message


class AsksStages(AsksLoadTest):
    """The least that a staged test must have to count."""

    stages: Annotated[int, Field(strict=True, ge=2, le=20)] = Field(
        default=5, description="a whole number from 2 to 20: at least so many different levels of load were held"
    )
    hold: Annotated[int, Field(strict=True, ge=3, le=120)] = Field(
        default=8, description="a whole number from 3 to 120: each for at least so many seconds"
    )
    span: Annotated[float, Field(ge=1, le=100)] = Field(
        default=3.0, description="a number: the highest level is at least so many times the lowest"
    )


def held(test: LoadTest, least: int) -> tuple[Held, ...]:
    """The stages of a test, of at least `least` seconds each: of arrivals where they were paced, else of users."""
    series = test.result.get("series", ())
    return stages.held([float(second.get("rate" if is_paced(test) else "users", 0)) for second in series], least)


def is_paced(test: LoadTest) -> bool:
    return any(second.get("rate", 0) for second in test.result.get("series", ()))


def unit(test: LoadTest) -> str:
    """What the levels of its stages count."""
    return "arrivals a second" if is_paced(test) else "users"


def missing(asked: AsksStages, test: LoadTest) -> list[str]:
    """What keeps a test from counting, as ends of the sentence “Your last load test …”; empty where it counts."""
    return lacks(asked, test) or list(_missing(asked, test))


def _missing(asked: AsksStages, test: LoadTest) -> Iterator[str]:
    found = held(test, asked.hold)
    levels = _levels(found)
    if len(levels) < asked.stages:
        yield f"{_told(found, test)}; {asked.stages} different levels of at least {asked.hold} s are asked for"
        if test.seconds < asked.stages * asked.hold:
            yield (
                f"ended after {words.number(test.seconds)} s, whatever its stages say: set its seconds, behind the "
                "dots beside the button that starts it, to the sum of all stages"
            )
    elif levels[-1] < asked.span * levels[0]:
        yield (
            f"rose from {words.number(levels[0])} to {words.number(levels[-1])} {unit(test)} only; at least "
            f"{asked.span:g} times as much is asked for"
        )


def _levels(found: Sequence[Held]) -> list[float]:
    """Different levels, the lowest first; two that differ by less than a tenth are one."""
    levels: list[float] = []
    for level in sorted(stage.level for stage in found):
        if not levels or level > 1.1 * levels[-1]:
            levels.append(level)
    return levels


def _told(found: Sequence[Held], test: LoadTest) -> str:
    if not found:
        return "held no level of load"
    return f"held {in_words(found)} {unit(test)}"


def in_words(found: Sequence[Held]) -> str:
    """The levels in their order: “10, 20, 40”."""
    return ", ".join(words.number(stage.level) for stage in found[:SHOWN])


def newest(asked: AsksStages, evidence: Evidence) -> LoadTest | None:
    """The newest test that counts."""
    return next((test for test in evidence.load_tests if not missing(asked, test)), None)


def refusal(asked: AsksStages, evidence: Evidence) -> Result:
    """Why none counts, and what to do."""
    again = "Change the stages of your locustfile, run it again, then check again."
    if not evidence.load_tests:
        return Result(False, f"You have no finished load test of this lab yet. Run one with {described(asked)}.")
    last = evidence.load_tests[0]
    return Result(False, f"Your last {called(last)} {'. It '.join(missing(asked, last))}. {again}")


def described(asked: AsksStages) -> str:
    return f"at least {asked.stages} different levels of load, each held for {asked.hold} s or more"
