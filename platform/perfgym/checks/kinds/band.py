"""`band`: within which limits a repeat will lie, said by the learner, and held against a fresh run by the platform.

The learner repeats one load test of the unchanged app and states a low and a high end for its 95th percentile and its
throughput. A band must hold every repeat but one, and may be at most so many times as wide as the repeats lie apart:
of two bands that hold the fresh run the narrower one says more (interval score: Gneiting and Raftery 2007, "Strictly
Proper Scoring Rules, Prediction, and Estimation", section 6.2), so an endless one says nothing and is refused. What
is left is measured: the platform runs the same load test once more, and its values must lie in the band.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from perfgym.charts import words
from perfgym.checks import figures, repeats, typed
from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Blank, Given, Kind, Result, Shape, Trials
from perfgym.checks.loadtests import AsksLoadTest, described
from perfgym.checks.trial import NotJudged, TrialSpec

FRESH = "fresh"
LOCUSTFILE = "starter/locustfile.py"
FIGURES: Mapping[str, tuple[str, str]] = {"p95": ("95th percentile", "ms"), "rps": ("throughput", "requests a second")}
WIDEST = 3.0  # times the distance of the repeats; 95 % of fresh values lie within 2.6 of it for five repeats
FLOOR = 0.1  # of a value: a band this narrow is never called too wide


class BandAsked(AsksLoadTest):
    """A noise band for repeats of the lab's own load test."""

    kind: Literal["band"]
    times: Annotated[int, Field(strict=True, ge=3, le=8)] = Field(
        default=5, description="a whole number from 3 to 8: how many repeats under the same settings it must rest on"
    )


def wants(asked: BandAsked) -> str:
    return (
        f"Run the lab's own load test {asked.times} times with the same settings, each with {described(asked)}, "
        "without changing the app or the locustfile. Then say between which values a further run will lie. PerfGym "
        "makes that run itself once you answer."
    )


def blanks(asked: BandAsked, evidence: Evidence) -> tuple[Blank, ...]:
    return tuple(
        Blank(f"{figure}-{end}", end, Shape.NUMBER, unit=unit, most=typed.MOST, group=said[0].upper() + said[1:])
        for figure, (said, unit) in FIGURES.items()
        for end in ("from", "to")
    )


def check(asked: BandAsked, given: Given, evidence: Evidence) -> Result:
    """Refuses what the learner's own repeats already say against; the rest is for the fresh run."""
    tests = repeats.of(asked, evidence)
    if len(tests) < asked.times:
        return Result(False, repeats.too_few(asked, tests, asked.times, evidence))
    for figure in FIGURES:
        if said := _wrong(figure, given, [figures.value(test, figure) or 0.0 for test in tests]):
            return Result(False, said)
    return Result(True, f"Your {len(tests)} repeats agree with both bands. Now comes a run that you have not seen.")


def trials(asked: BandAsked, given: Given, evidence: Evidence) -> tuple[TrialSpec, ...]:
    settings = repeats.of(asked, evidence)[0].result["settings"]
    return (
        TrialSpec(
            FRESH,
            "the unchanged app under the lab's own load test once more",
            LOCUSTFILE,
            users=int(settings["users"]),
            seconds=int(settings["seconds"]),
            spawn_rate=int(settings["spawn_rate"]),
        ),
    )


def conclude(asked: BandAsked, given: Given, evidence: Evidence, tried: Trials) -> Result | NotJudged:
    fresh = tried[FRESH].test
    if fresh is None or fresh.result.get("generator", {}).get("limited"):
        return NotJudged("The machine was too busy during PerfGym's run for its numbers to say anything about the app.")
    said, outside = [], []
    for figure, (name, unit) in FIGURES.items():
        value, (low, high) = figures.value(fresh, figure) or 0.0, _band(figure, given)
        said.append(f"{name} {words.number(value)} {unit}, your band {words.number(low)} to {words.number(high)}")
        outside += [] if low <= value <= high else [name]
    found = f"PerfGym's own run had {'; '.join(said)}."
    if not outside:
        return Result(True, f"{found} Both lie inside.")
    return Result(
        False,
        f"{found} Outside: {' and '.join(outside)}. Repeats differ more than you said. Make one or two repeats more, "
        "look at how far apart all of them lie, and leave room for one that you have not seen.",
    )


def _wrong(figure: str, given: Given, values: Sequence[float]) -> str:
    """Why a band cannot be right, whatever a fresh run says; empty where it may be."""
    name, unit = FIGURES[figure]
    for end in ("from", "to"):
        if typed.number(given[f"{figure}-{end}"], unit) is None:
            text = given[f"{figure}-{end}"].strip()
            return f"“{text}” is not a number. Write only digits, with a point for decimals: 12.5"
    low, high = _band(figure, given)
    if not 0 <= low < high:
        return f"The band for {name} must go from a smaller number to a larger one, none below 0."
    outside = [value for value in values if not low <= value <= high]
    if len(outside) > 1:
        return (
            f"The band for {name} leaves out {len(outside)} of your own {len(values)} repeats. It has to hold what you "
            "have seen already, and a little more: look at the numbers of each run again, and mind the unit."
        )
    apart = max(values) - min(values)
    if high - low > max(WIDEST * apart, FLOOR * max(values)):
        return (
            f"The band for {name} is wider than your repeats justify. They lie {words.figure(apart, unit)} apart; "
            f"a band may be at most {WIDEST:g} times as wide (or a tenth of the value, where they hardly differ). "
            "A band that holds everything tells nobody anything."
        )
    return ""


def _band(figure: str, given: Given) -> tuple[float, float]:
    unit = FIGURES[figure][1]
    low, high = (typed.number(given[f"{figure}-{end}"], unit) for end in ("from", "to"))
    return low or 0.0, high or 0.0


KIND = Kind(BandAsked, wants, blanks, check, trials, conclude)
