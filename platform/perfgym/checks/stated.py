"""The numbers that a text states, with their units: 142 ms, 0.14 s, 1.9x, 47 %, 310 requests a second, half of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from perfgym.checks import sides, spelled
from perfgym.checks.sides import Side
from perfgym.checks.units import SCALES, UNIT, Measure

__all__ = ["Measure", "Stated", "numbers"]


@dataclass(frozen=True)
class Stated:
    """`value` and `step` (what its last digit stands for) in the measure's own unit; its place in the text."""

    text: str
    measure: Measure
    value: float
    step: float
    marked: bool  # as an assumption: 2,000 orders (assumed)
    start: int = 0
    end: int = 0
    side: Side = Side.NEITHER


NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
FOUND = re.compile(
    rf"(?<![\w.,/-])(?P<number>{NUMBER})(?:\s*(?P<unit>{UNIT})(?!\w))?(?![\w]|\.\d)",
    re.IGNORECASE,
)
MARKED = re.compile(
    r"(?:\s+[^\W\d][\w'\u2019-]*){0,4}\s*\((?:(?:an?|my|our|rough)\s+)?(?:assumed|assumption|estimated?|target|given)\b",
    re.IGNORECASE,
)
JOINED = re.compile(r"\s*(?:and|to|or|→|->|\u2013|\u2014)\s*$", re.IGNORECASE)
NOT_PROSE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|\]\([^)]*\)|<[^>\n]*>|^\s*\d+[.)]\s", re.DOTALL | re.MULTILINE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATE = re.compile(
    rf"\b\d{{1,2}}\.?\s+{_MONTH}(?:\s+\d{{4}})?\b|\b{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?\b"
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b|\b(?:in|since|by)\s+(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
LARGEST = 300  # as a power of ten, which a float still holds
OF_METHOD = re.compile(r"\s*(?:confidence|interval|percentile|quantile|certain|sure)", re.IGNORECASE)
PERCENTILES = ("50", "95", "99")
OF_REQUESTS = re.compile(  # 95 % of requests were answered within: a percentile's name, no result
    r"\s*of\s+(?:all\s+|the\s+|our\s+|its\s+|these\s+)*"
    r"(?:requests|answers|pages|page views|visits|visitors|customers|users)\s"
    r"[^.%\d]{0,60}?\b(?:within|under|below|in|less than|at most|faster than|no longer than)\s+(?:about\s+)?(?=\d)",
    re.IGNORECASE,
)
ONE_IN = re.compile(r"\b(?:one|1)(?:\s+[^\W\d]+){0,3}\s+in\s+(?:20|100|twenty|a hundred|one hundred)\b", re.IGNORECASE)


def numbers(text: str) -> tuple[Stated, ...]:
    """Every number of the prose in its order; code, addresses, numbering, ordinals and names of percentiles are out."""
    prose = text
    for left_out in (NOT_PROSE, DATE, ONE_IN):
        prose = left_out.sub(lambda found: " " * len(found[0]), prose)
    digits = _with_units(prose, list(FOUND.finditer(prose)))
    read = sorted([*digits, *_spelled(prose)], key=lambda one: one.start)
    found = sides.told(prose, [(one.start, one.end) for one in read])
    return tuple(replace(one, side=side) for one, side in zip(read, found, strict=True))


def _with_units(prose: str, found: list[re.Match[str]]) -> Iterator[Stated]:
    """A number has unit and mark of the next one where only `and`, `to` or an arrow stands between, and it has none."""
    unit, marked, later = None, False, len(prose)
    for match in reversed(found):
        joined = JOINED.fullmatch(prose[match.end() : later]) is not None
        unit = match["unit"] or (unit if joined else None)
        marked = MARKED.match(prose, match.end()) is not None or (marked and joined)
        if not (unit == "%" and _names_percentile(prose, match)):
            yield _stated(match, unit, marked)
        later = match.start()


def _names_percentile(prose: str, match: re.Match[str]) -> bool:
    """A 95 % interval; 95 % of requests were answered within (and then comes the number)."""
    if OF_METHOD.match(prose, match.end()):
        return True
    return match["number"] in PERCENTILES and OF_REQUESTS.match(prose, match.end()) is not None


def _stated(match: re.Match[str], unit: str | None, marked: bool) -> Stated:
    measure, scale = SCALES[" ".join(unit.lower().split())] if unit else (Measure.PLAIN, 1.0)
    digits = match["number"].replace(",", "")
    end = match.end("unit") if match["unit"] else match.end("number")
    shown = match.string[match.start() : end]
    return Stated(shown, measure, float(digits) * scale, _step(digits) * scale, marked, match.start(), end)


def _spelled(prose: str) -> Iterator[Stated]:
    """Numbers in words: half the time, three times as fast, ninety milliseconds; half of all pages within is a name."""
    for one in spelled.found(prose):
        if one.measure is Measure.PART and OF_REQUESTS.match(prose, one.end):
            continue
        marked = MARKED.match(prose, one.end) is not None
        yield Stated(prose[one.start : one.end], one.measure, one.value, one.step, marked, one.start, one.end)


def _step(digits: str) -> float:
    """0.1 for 1.9; 10 for 140, since who writes that has rounded; never coarser than two digits."""
    whole, _, decimals = digits.partition(".")
    if decimals:
        return float(10 ** -len(decimals))
    zeros = len(whole) - len(whole.rstrip("0"))
    return float(10 ** max(0, min(zeros, len(whole) - 2, LARGEST)))
