"""Numbers that a text writes in words: half the time, twice as fast, three times, ninety milliseconds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfgym.checks.units import SCALES, UNIT, Measure

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ONES = dict(zip(_ONES, map(float, range(1, 13)), strict=True))
TENS = dict(zip(_TENS, map(float, range(20, 100, 10)), strict=True))
PARTS = {  # name: (value, how far from it one still says so)
    "half": (1 / 2, 0.05),
    "one third": (1 / 3, 0.035),
    "a third": (1 / 3, 0.035),
    "two thirds": (2 / 3, 0.035),
    "a quarter": (1 / 4, 0.025),
    "one quarter": (1 / 4, 0.025),
    "three quarters": (3 / 4, 0.035),
    "a fifth": (1 / 5, 0.02),
    "one fifth": (1 / 5, 0.02),
    "a tenth": (1 / 10, 0.01),
    "one tenth": (1 / 10, 0.01),
}
VERBS = {"halved": 2.0, "halves": 2.0, "doubled": 2.0, "doubles": 2.0, "tripled": 3.0, "triples": 3.0}
TWICE = 0.15  # how far from two one still says twice
_TEN = "|".join(TENS)
_ONE = "|".join(ONES)
_PARTS = "|".join(name.replace(" ", r"\s+") for name in PARTS)
NUMBER = re.compile(
    rf"\b(?:(?P<ten>{_TEN})(?:[\s-](?P<unit_of_ten>{_ONE}))?|(?P<one>{_ONE})(?P<hundred>\s+hundred)?|a(?P<a>\s+hundred))"
    rf"[\s-]*(?P<unit>{UNIT})(?!\w)(?!\s+(?:a|an|per|each|every)\s+(?:day|week|month|year|hour))",
    re.IGNORECASE,
)
PART = re.compile(  # half the time, a third of it, half as long; not half a day, not a quarter of a year
    rf"\b(?P<part>{_PARTS})(?=\s+(?:the|as|of\s+(?:the|its|what|all)|less|fewer|faster|slower|shorter|that)\b)",
    re.IGNORECASE,
)
TIMES = re.compile(rf"\b(?P<times>twice|double(?=\s+(?:the|as|what))|{'|'.join(VERBS)})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Spelled:
    """In the measure's own unit, with its place in the text."""

    measure: Measure
    value: float
    step: float
    start: int
    end: int


def found(prose: str) -> Iterator[Spelled]:
    """Every number in words that claims a measure; a bare “two pages” claims none."""
    for match in NUMBER.finditer(prose):
        measure, scale = SCALES[" ".join(match["unit"].lower().split())]
        yield Spelled(measure, _value(match) * scale, scale, match.start(), match.end())
    for match in PART.finditer(prose):
        value, near = PARTS[" ".join(match["part"].lower().split())]
        yield Spelled(Measure.PART, value, 2 * near, match.start(), match.end())
    for match in TIMES.finditer(prose):
        value = VERBS.get(match["times"].lower(), 2.0)
        yield Spelled(Measure.TIMES, value, 2 * TWICE, match.start(), match.end())


def _value(match: re.Match[str]) -> float:
    if match["ten"]:
        return TENS[match["ten"].lower()] + ONES.get((match["unit_of_ten"] or "").lower(), 0.0)
    if match["a"]:
        return 100.0
    return ONES[match["one"].lower()] * (100.0 if match["hundred"] else 1.0)
