"""Calibrating a lab on this machine: does it measure what it says, and what does its reference reach here?"""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from perfgym.catalog.lab import Lab
from perfgym.console.local import local_job
from perfgym.measure.margins import MARGIN
from perfgym.measure.rule import LOOKS, Verdict
from perfgym.runs.execution import compare
from perfgym.runs.host import Host
from perfgym.runs.job import unheard
from perfgym.runs.outcome import Outcome, Reason
from perfgym.sandbox.protocol import Driver
from perfgym.sandbox.slots import Slot

TRIES = 3  # of a comparison for which the machine was too busy
LEAST_GAIN = 1.5  # times as fast as the starter: what a lab's reference reaches at least
UNCHANGED = (Verdict.NO_MEASURABLE_CHANGE, Verdict.INCONCLUSIVE)
Found = dict[str, Any]
Tell = Callable[[str], None]


def calibrate(lab: Lab, driver: Driver, slot: Slot, tell: Tell) -> Found:
    """Measure the starter, reference, other solutions and cheats of a lab; what came out is kept if nothing is wrong.

    `problems` says in sentences what a lab that is done must not show. Raises NotScored for a lab without a score.
    """
    lab.check_scored()
    begun = time.monotonic()
    starter = measured(lab, driver, "the starter against itself", {}, tell)
    reference = measured(lab, driver, "the reference", lab.reference(), tell)
    others = {name: measured(lab, driver, f"the solution {name}", lab.solution(name), tell) for name in lab.solutions()}
    cheats = {
        cheat.name: (cheat.reason, measured(lab, driver, f"the cheat {cheat.name}", cheat.files, tell))
        for cheat in lab.cheats()
    }
    found = {
        "lab": lab.slug,
        "driver": driver.name,
        "noise": figures(starter),
        "smallest_effect": smallest_effect(starter.result),
        "reference_ratio": reference.result.get("ratio"),
        "reference": figures(reference),
        "solutions": {name: figures(outcome) for name, outcome in others.items()},
        "cheats": {name: {"expected": reason, "found": said(outcome)} for name, (reason, outcome) in cheats.items()},
        "seconds": round(time.monotonic() - begun),
    }
    found["problems"] = list(problems(found))
    if not found["problems"]:
        Host.of(driver, slot).keep_calibration(lab, found)
    return found


def problems(found: Mapping[str, Any]) -> Iterator[str]:
    """Everything in which the lab does not do here what a lab must do."""
    if found["noise"]["verdict"] not in UNCHANGED:
        yield f"The starter against itself is {found['noise']['verdict']}: identical code looks different here."
    if found["reference"]["verdict"] != Verdict.FASTER:
        yield f"The reference is {found['reference']['verdict']}, not faster."
    elif found["reference"]["ratio"] > 1 / LEAST_GAIN:
        gain = 1 / found["reference"]["ratio"]
        yield f"The reference is {gain:.2f} times as fast as the starter; a lab's is at least {LEAST_GAIN} times."
    for name, one in found["solutions"].items():
        if one["verdict"] != Verdict.FASTER:
            yield f"The solution {name} is {one['verdict']}, not faster."
    for name, cheat in found["cheats"].items():
        if cheat["found"] != cheat["expected"]:
            yield f"The cheat {name} ended as {cheat['found']}; it must be refused for {cheat['expected']}."


def smallest_effect(result: Mapping[str, Any]) -> float | None:
    """The least gain that five looks would still call faster, as a share of the original (0.04: 4 % less).

    From the width of the interval of identical code; more segments narrow it by the square root of their number.
    """
    if not result.get("ratio"):
        return None
    half = math.log(result["interval"][1] / result["ratio"]) * math.sqrt(result["segments"] / LOOKS)
    return 1 - math.exp(-(MARGIN + half))


def in_words(found: Mapping[str, Any]) -> str:
    """What came out, as a few lines of text."""
    smallest = found["smallest_effect"]
    lines = [
        f"{found['lab']} on {found['driver']}: "
        + (f"the smallest gain to be seen here is {100 * smallest:.1f} %" if smallest else "no noise floor"),
        f"  reference      {_line(found['reference'])}",
        *(f"  {name:<14} {_line(one)}" for name, one in found["solutions"].items()),
        f"  starter        {_line(found['noise'])}",
        *(f"  {name:<14} {cheat['found']}" for name, cheat in found["cheats"].items()),
        *(f"  PROBLEM: {problem}" for problem in found["problems"]),
    ]
    kept = "Kept: points on this machine are measured by it." if not found["problems"] else "Not kept."
    return "\n".join([*lines, f"  {kept}"])


def measured(lab: Lab, driver: Driver, what: str, edits: Mapping[str, bytes], tell: Tell) -> Outcome:
    """A comparison of these files with the starter; again, a few times, where the machine was too busy for it."""
    for _ in range(TRIES):
        tell(f"{lab.slug}: measuring {what} on {driver.name}")
        outcome = local_job(lab, edits, unheard, {}, compare, driver)
        if outcome.reason is not Reason.TOO_NOISY:
            break
    return outcome


def figures(outcome: Outcome) -> Found:
    """What is kept of a comparison."""
    result = outcome.result
    told = {"verdict": said(outcome), "ratio": result.get("ratio"), "interval": result.get("interval")}
    return {**told, "points": outcome.points}


def said(outcome: Outcome) -> str:
    """The reason, `guard` where a limit of the lab is broken, else the verdict."""
    broken = any(one["broken"] for one in outcome.result.get("guards") or ())
    return str(outcome.reason or ("guard" if broken else outcome.result["verdict"]))


def _line(one: Mapping[str, Any]) -> str:
    if not one["ratio"]:
        return str(one["verdict"])
    low, high = one["interval"]
    return f"{one['verdict']}, ratio {one['ratio']:.3f} ({low:.3f} to {high:.3f})"
