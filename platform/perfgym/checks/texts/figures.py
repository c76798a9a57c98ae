"""Each number of a text beside the writer's own runs: found, assumed, not found, or on the wrong side of the change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from perfgym.checks import facts, stated
from perfgym.checks.evidence import Evidence
from perfgym.checks.stated import Measure, Stated
from perfgym.checks.texts.references import Place

SHOWN = 6  # numbers of a refusal


class Standing(StrEnum):
    """How a number stands. What has no unit is looked for only where every number is asked about."""

    FILLED = "filled"  # by a reference
    FOUND = "found"
    ELSEWHERE = "elsewhere"  # in another run of the writer's than the one that the text is about
    ASSUMED = "assumed"
    MISSING = "missing"
    SWAPPED = "swapped"
    FREE = "free"


@dataclass(frozen=True)
class Judged:
    stated: Stated
    standing: Standing


def judged(
    text: str, evidence: Evidence, *, every: bool, places: Sequence[Place] = (), told: Sequence[str] = ()
) -> tuple[Judged, ...]:
    """All numbers of a text, in their order.

    What stands at one of the `places` was filled in by a reference: it can only be on the wrong side. `told` are words
    that a page of ours has about the evidence; their numbers are true too.
    """
    known, found = facts.of(evidence, told), stated.numbers(text)
    swapped = facts.swapped(found, known)
    return tuple(
        Judged(one, Standing.SWAPPED if index in swapped else _standing(one, known, every, places))
        for index, one in enumerate(found)
    )


def _standing(one: Stated, known: facts.Facts, every: bool, places: Sequence[Place]) -> Standing:
    if any(place.start < one.end and one.start < place.end for place in places):
        return Standing.FILLED  # also where the words around it would make more of it: “51 times”
    if one.marked:
        return Standing.ASSUMED
    if one.measure in (Measure.PLAIN, Measure.COUNT) and not every:
        return Standing.FREE
    return Standing.FOUND if facts.holds(one, known) else Standing.MISSING


def own(numbers: Sequence[Judged]) -> int:
    """How many are of the writer's own runs."""
    return sum(one.standing in (Standing.FILLED, Standing.FOUND) for one in numbers)


def wrong(numbers: Sequence[Judged], least: int) -> Iterator[str]:
    """What is wrong with the numbers of a text that is to hold at least so many of the writer's own."""
    missing = [one for one in numbers if one.standing is Standing.MISSING]
    if missing:
        yield (
            f"Not found in any of your runs: {_listed(missing)}. Take the figure from the run's own page, with its "
            "unit, or mark it where it is no measurement: 2 s (assumed)."
        )
    if swapped := [one for one in numbers if one.standing is Standing.SWAPPED]:
        yield (
            f"The wrong way round: {_listed(swapped)}. In your runs this figure is on the other side of the change. "
            "Look which one is before and which one is after."
        )
    found = own(numbers)
    if found < least and not missing:
        count = "no number" if not found else f"{found} of the numbers"
        yield (
            f"In your text {count} with a unit could be found in your runs; at least {least} must be. Write "
            "figures with their units, as the run's page shows them: 142 ms, 1.9x, 47 %."
        )


def unmarked(numbers: Sequence[Judged], least: int) -> Iterator[str]:
    """What is missing where at least so many assumptions are asked for."""
    found = sum(one.standing is Standing.ASSUMED for one in numbers)
    if found < least:
        yield (
            f"At least {least} of the numbers must be an assumption of yours, marked as one; your text has {found}. "
            "Put the mark right behind the number: 40,000 page views a day (assumed)."
        )


def _listed(numbers: Sequence[Judged]) -> str:
    shown = ", ".join(f"“{one.stated.text}”" for one in numbers[:SHOWN])
    return f"{shown} and {len(numbers) - SHOWN} more" if len(numbers) > SHOWN else shown
