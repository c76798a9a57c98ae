"""`saturation`: which resource was full in the learner's staged test, against what was recorded beside it."""

from typing import Annotated, Literal

from pydantic import Field

from perfgym.charts import words
from perfgym.checks import resources, staged
from perfgym.checks.evidence import Evidence, LoadTest
from perfgym.checks.kind import Blank, Given, Kind, Result, Shape
from perfgym.checks.loadtests import called
from perfgym.checks.resources import Readings, Resource
from perfgym.measure.capacity import FAILED, KEPT_UP
from perfgym.measure.stages import Held

WORTH_TELLING = 0.1  # cores


class SaturationAsked(staged.AsksStages):
    """The resource that was full in one's own staged test."""

    kind: Literal["saturation"]
    question: Annotated[str, Field(min_length=1, max_length=300)] = Field(description="one sentence that asks for it")
    objective_ms: Annotated[float, Field(gt=0, le=60_000)] = Field(
        default=500, description="a number of milliseconds: 95 % must be answered within it, else the load is too much"
    )


def wants(asked: SaturationAsked) -> str:
    return asked.question


def blanks(asked: SaturationAsked, evidence: Evidence) -> tuple[Blank, ...]:
    return (Blank("answer", "What was full", Shape.CHOICE, options=tuple(Resource)),)


def check(asked: SaturationAsked, given: Given, evidence: Evidence) -> Result:
    test = staged.newest(asked, evidence)
    if test is None:
        return staged.refusal(asked, evidence)
    highest = max(staged.held(test, asked.hold), key=lambda stage: stage.level)
    readings = resources.read(test, highest)
    if readings is None:
        return Result(False, f"Nothing was read of the CPU in the highest stage of your {called(test)}. Run it again.")
    true = resources.saturated(readings, _carried(asked, test, highest))
    if Resource.GENERATOR in true:
        return Result(False, _generator(test, highest))
    if Resource.NOTHING in true:
        return Result(False, f"In your {called(test)} {_not_reached(asked, test, highest)}")
    if given["answer"] in true:
        return Result(True, _explained(test, highest, readings))
    return Result(
        False,
        f"That does not agree with what was recorded while your {called(test)} was at its highest stage "
        f"({words.number(highest.level)} {staged.unit(test)}, from second {highest.start} to {highest.end}). On the "
        "run's page, look at CPU in those seconds: app and database together, of the cores that they have; then who "
        f"of the two uses more; then the generator.{_others(readings)}",
    )


def _carried(asked: SaturationAsked, test: LoadTest, stage: Held) -> bool:
    """Whether the application did all that the highest stage asked of it, within the objective."""
    seconds = test.result.get("series", ())[stage.start : stage.end]
    late = [one for one in seconds if (one.get("intended_p95") or one.get("p95") or 0.0) > asked.objective_ms]
    sent = sum(float(one.get("rps", 0.0)) for one in seconds)
    failed = sum(float(one.get("fails", 0.0)) for one in seconds)
    share = (test.result.get("arrivals") or {}).get("share", 1.0)
    return 2 * len(late) < len(seconds) and failed <= FAILED * sent and share >= KEPT_UP


def _generator(test: LoadTest, stage: Held) -> str:
    return (
        f"In the highest stage of your {called(test)} (from second {stage.start} to {stage.end}) the load generator "
        "itself was late or busy, so it says nothing about the application. Lower that stage, or wait until the "
        "machine is quiet, and run it again."
    )


def _not_reached(asked: SaturationAsked, test: LoadTest, stage: Held) -> str:
    return (
        f"nothing was full: even {words.number(stage.level)} {staged.unit(test)} were answered within "
        f"{words.figure(asked.objective_ms, 'ms')}. Add higher stages until that fails, run it again, then look."
    )


def _explained(test: LoadTest, stage: Held, readings: Readings) -> str:
    return (
        f"That agrees with the readings of your {called(test)}: at {words.number(stage.level)} {staged.unit(test)} the "
        f"application used {words.number(readings.app, 2)} and its database {words.number(readings.database, 2)} of "
        f"{words.number(readings.cores)} {'core' if readings.cores == 1 else 'cores'}, with about "
        f"{words.number(readings.inside, 2)} requests in it at a time, all but those being worked on in a queue."
        f"{_others(readings)}"
    )


def _others(readings: Readings) -> str:
    """What other programs took of the cores; the run's own pictures show app and database alone."""
    taken = (readings.full - readings.used) * readings.cores
    if taken < WORTH_TELLING:
        return ""
    return f" Other programs used a further {words.number(taken, 2)} of a core meanwhile."


KIND = Kind(SaturationAsked, wants, blanks, check)
