"""`capacity`: the knee and the breaking point that a learner states, against a step test that the platform makes.

Both are first held against the learner's own staged test, so that a number from nowhere is refused at once. Then the
platform raises the load step by step, twice; what the steps and the two passes leave open is how far one may be off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from perfgym.charts import words
from perfgym.checks import curve, staged, typed
from perfgym.checks.curve import Ladder
from perfgym.checks.evidence import Evidence, LoadTest
from perfgym.checks.kind import Blank, Given, Kind, Result, Shape, Trials
from perfgym.checks.loadtests import called
from perfgym.checks.trial import NotJudged, TrialSpec
from perfgym.measure import capacity
from perfgym.measure.capacity import MOST, Point

UNIT = "requests a second"
PASSES = ("first", "second")
HANDS = 200  # users that send what arrives: as many as a test may have
GENERATOR = 0.9  # of a core, in its busiest second
SPARE = 10  # seconds beyond the last step

Rate = Annotated[float, Field(gt=0, le=2_000)]


class CapacityAsked(staged.AsksStages):
    """Knee and breaking point, in requests a second."""

    kind: Literal["capacity"]
    locustfile: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description="the path in the lab's folder of the step test that PerfGym runs, such as trials/steps.py"
    )
    first: Rate = Field(description="a number: the rate of its first step, in requests a second")
    factor: Annotated[float, Field(gt=1, le=2)] = Field(description="a number: each step is so many times the last")
    step_seconds: Annotated[int, Field(strict=True, ge=3, le=60)] = Field(description="seconds that each step lasts")
    steps: Annotated[int, Field(strict=True, ge=4, le=60)] = Field(description="how many steps there are at most")
    warm_up: Annotated[int, Field(strict=True, ge=0, le=60)] = Field(description="seconds before the first step")
    objective_ms: Annotated[float, Field(gt=0, le=60_000)] = Field(
        default=500, description="a number of milliseconds: 95 % must be answered within it"
    )

    @property
    def ladder(self) -> Ladder:
        return Ladder(self.first, self.factor, self.step_seconds, self.steps, self.warm_up)


def wants(asked: CapacityAsked) -> str:
    return (
        "State both in requests a second, as your own staged test shows them. The knee: the rate at which the median "
        "latency is twice that of your lightest stage. The breaking point: the rate from which on 95 % are no longer "
        f"answered within {words.figure(asked.objective_ms, 'ms')}, or more than 1 % fail. PerfGym then makes a step "
        "test of its own, twice, which takes some minutes."
    )


def blanks(asked: CapacityAsked, evidence: Evidence) -> tuple[Blank, ...]:
    return (
        Blank("knee", "Knee", Shape.NUMBER, unit=UNIT, most=typed.MOST, help="The median is twice that of light load."),
        Blank("breaking", "Breaking point", Shape.NUMBER, unit=UNIT, most=typed.MOST, help="The objective is missed."),
    )


def check(asked: CapacityAsked, given: Given, evidence: Evidence) -> Result:
    """Refuses what the learner's own staged test already speaks against."""
    found = _found(asked, given, evidence)
    return found if isinstance(found, Result) else _against_own(asked, found)


def trials(asked: CapacityAsked, given: Given, evidence: Evidence) -> tuple[TrialSpec, ...]:
    seconds = asked.warm_up + asked.steps * asked.step_seconds + SPARE
    return tuple(
        TrialSpec(name, f"how much the unchanged app carries, the {name} time", asked.locustfile, HANDS, seconds)
        for name in PASSES
    )


def conclude(asked: CapacityAsked, given: Given, evidence: Evidence, tried: Trials) -> Result | NotJudged:
    found = _found(asked, given, evidence)
    if isinstance(found, Result):
        return found
    tests = [tried[name].test for name in PASSES]
    passes = [curve.of_ladder(test, asked.ladder) for test in tests if test]
    if len(passes) < len(PASSES) or not all(passes):
        return NotJudged("PerfGym's own step test came to no end that can be read.")
    rates = asked.ladder.rates()
    knee = capacity.point([capacity.knee(steps) for steps in passes], rates)
    breaking = capacity.point([capacity.breaking_point(steps, asked.objective_ms) for steps in passes], rates)
    if any(_driven_out(test) for test in tests if test):
        return NotJudged("PerfGym's own load generator had no core left in its step test.")
    if knee is None or breaking is None:
        return NotJudged("The machine was too restless: PerfGym's two step tests do not agree with each other.")
    return _judged(curve.levels(curve.of_stages(found.test, asked.hold)), found, knee, breaking)


@dataclass(frozen=True)
class Stated:
    """What the learner says, and the staged test of theirs that it is read from. Rates in requests a second."""

    test: LoadTest
    knee: float
    breaking: float


def _found(asked: CapacityAsked, given: Given, evidence: Evidence) -> Stated | Result:
    """What is stated, or why it cannot be looked at."""
    test = staged.newest(asked, evidence)
    if test is None:
        return staged.refusal(asked, evidence)
    knee, breaking = typed.number(given["knee"], UNIT), typed.number(given["breaking"], UNIT)
    if knee is None or breaking is None:
        return Result(False, "Write both as numbers of requests a second, with a point for decimals: 42.5")
    if not 0 < knee < breaking:
        return Result(False, "A knee lies below the breaking point, and both above zero. Look at your stages again.")
    return Stated(test, knee, breaking)


def _against_own(asked: CapacityAsked, stated: Stated) -> Result:
    steps = curve.of_stages(stated.test, asked.hold)
    came = ", ".join(words.number(level, 2) for level in curve.levels(steps))
    where = f"your {called(stated.test)}, whose stages came to {came} {UNIT}"
    knee, breaking = capacity.knee(steps), capacity.breaking_point(steps, asked.objective_ms)
    if knee is None or breaking is None:
        return Result(
            False,
            f"The end was not reached in {where}. Its lightest stage must be easy for the app, and the highest must "
            f"miss the objective ({words.figure(asked.objective_ms, 'ms')} for 95 %). Change the stages, run it again.",
        )
    for name, value, true in (("knee", stated.knee, knee), ("breaking point", stated.breaking, breaking)):
        if not Point(true, MOST).holds(value):
            return Result(
                False,
                f"A {name} of {value:g} {UNIT} does not agree with {where}. Find the first stage beyond it by the "
                "rule above; the point lies between that stage and the one before.",
            )
    return Result(True, "Your own staged test agrees.")


def _driven_out(test: LoadTest) -> bool:
    """Whether the generator was the limit. One that was late now and then shows in how far the passes differ."""
    return float((test.result.get("generator") or {}).get("cpu", 0.0)) > GENERATOR


def _judged(levels: Sequence[float], stated: Stated, knee: Point, breaking: Point) -> Result:
    """`levels` are those of the learner's stages: between two of them a point cannot be read more finely."""
    allowed = {true: true.allowed(capacity.half_step(levels, true.rate)) for true in (knee, breaking)}
    off = [
        f"a {name} of {value:g} {UNIT} is further off than the {100 * allowed[true]:.0f} % that its steps, its noise "
        "and your stages leave open"
        for name, value, true in (("knee", stated.knee, knee), ("breaking point", stated.breaking, breaking))
        if not true.holds(value, allowed[true])
    ]
    if off:
        return Result(
            False,
            f"PerfGym's own step test, made twice, disagrees: {'; '.join(off)}. Other work on the machine during your "
            "test moves both. Run your staged test again, with finer stages around the point, and read it anew.",
        )
    within = 100 * max(allowed.values())
    return Result(True, f"PerfGym's own step test, made twice, agrees with both within {within:.0f} %.")


KIND = Kind(CapacityAsked, wants, blanks, check, trials, conclude)
