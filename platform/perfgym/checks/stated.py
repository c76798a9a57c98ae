"""The numbers that a text states, with their units: 142 ms, 0.14 s, 1.9x, 47 %, 310 requests a second."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What a number counts; `PLAIN` where it stands without a unit that we know."""

    TIME = "time"  # in ms
    PERCENT = "percent"
    TIMES = "times"
    RATE = "rate"  # a second
    COUNT = "count"
    PLAIN = "plain"


@dataclass(frozen=True)
class Stated:
    """`value` and `step` (what its last digit stands for) in the measure's own unit."""

    text: str
    measure: Measure
    value: float
    step: float
    marked: bool  # as an assumption: 2,000 orders (assumed)


SCALES = {
    "ms": (Measure.TIME, 1.0),
    "millisecond": (Measure.TIME, 1.0),
    "milliseconds": (Measure.TIME, 1.0),
    "µs": (Measure.TIME, 0.001),
    "us": (Measure.TIME, 0.001),
    "s": (Measure.TIME, 1000.0),
    "second": (Measure.TIME, 1000.0),
    "seconds": (Measure.TIME, 1000.0),
    "%": (Measure.PERCENT, 1.0),
    "percent": (Measure.PERCENT, 1.0),
    "per cent": (Measure.PERCENT, 1.0),
    "x": (Measure.TIMES, 1.0),
    "\u00d7": (Measure.TIMES, 1.0),
    "times": (Measure.TIMES, 1.0),
    "requests a second": (Measure.RATE, 1.0),
    "requests per second": (Measure.RATE, 1.0),
    "requests/s": (Measure.RATE, 1.0),
    "rps": (Measure.RATE, 1.0),
    "/ s": (Measure.RATE, 1.0),
    "/s": (Measure.RATE, 1.0),
    "users": (Measure.COUNT, 1.0),
    "requests": (Measure.COUNT, 1.0),
    "queries": (Measure.COUNT, 1.0),
    "pairs": (Measure.COUNT, 1.0),
}
UNIT = "|".join(re.escape(unit) for unit in sorted(SCALES, key=len, reverse=True))
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
FOUND = re.compile(
    rf"(?<![\w.,/-])(?P<number>{NUMBER})(?:\s*(?P<unit>{UNIT})(?!\w))?(?![\w]|\.\d)"
    r"(?P<marked>(?:\s+[^\W\d]+){0,3}\s*\((?:assumed|assumption|estimated?|target|given)\b)?",
    re.IGNORECASE,
)
JOINED = re.compile(r"\s*(?:and|to|or|→|->|\u2013|\u2014)\s*$", re.IGNORECASE)
NOT_PROSE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|\]\([^)]*\)|<[^>\n]*>|^\s*\d+[.)]\s", re.DOTALL | re.MULTILINE)
LARGEST = 300  # as a power of ten, which a float still holds
OF_METHOD = re.compile(r"\s*(?:confidence|interval|percentile|quantile|certain)", re.IGNORECASE)


def numbers(text: str) -> tuple[Stated, ...]:
    """Every number of the prose: code, addresses, numbering and ordinals are left out."""
    prose = NOT_PROSE.sub(lambda found: " " * len(found[0]), text)
    return tuple(_with_units(prose, list(FOUND.finditer(prose))))


def _with_units(prose: str, found: list[re.Match[str]]) -> Iterator[Stated]:
    """A number without a unit has that of the next where only `and`, `to` or an arrow stands between."""
    unit, later = None, len(prose)
    read = []
    for match in reversed(found):
        joined = JOINED.fullmatch(prose[match.end() : later]) is not None
        unit = match["unit"] or (unit if joined else None)
        later = match.start()
        if not (unit == "%" and OF_METHOD.match(prose, match.end())):
            read.append(_stated(match, unit))
    yield from reversed(read)


def _stated(match: re.Match[str], unit: str | None) -> Stated:
    measure, scale = SCALES[unit.lower()] if unit else (Measure.PLAIN, 1.0)
    digits = match["number"].replace(",", "")
    shown = match[0][: match.end("unit") - match.start()] if match["unit"] else match["number"]
    return Stated(shown, measure, float(digits) * scale, _step(digits) * scale, match["marked"] is not None)


def _step(digits: str) -> float:
    """0.1 for 1.9; 10 for 140, since who writes that has rounded; never coarser than two digits."""
    whole, _, decimals = digits.partition(".")
    if decimals:
        return float(10 ** -len(decimals))
    zeros = len(whole) - len(whole.rstrip("0"))
    return float(10 ** max(0, min(zeros, len(whole) - 2, LARGEST)))
