"""Charts that a text shows: each a reference to one of the writer's own runs, on a line of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfgym.checks.evidence import Compared, Evidence, LoadTest

WRITTEN = "![What it shows](chart:RUN/NAME)"
REFERENCE = re.compile(r"!\[([^\]\n]*)\]\(chart:([^/)\s]*)/([^)\s]*)\)")
ALONE = re.compile(rf"^[ \t]*{REFERENCE.pattern}[ \t]*$", re.MULTILINE)
OTHER = re.compile(r"!\[[^\]\n]*\]\((?!chart:)[^)\n]*\)")


@dataclass(frozen=True)
class Picture:
    """A reference as it stands in the text, on its own line unless `alone` is false."""

    caption: str
    run: str  # the first eight digits of its id
    name: str
    alone: bool = True

    @property
    def text(self) -> str:
        return f"chart:{self.run}/{self.name}"


def of(text: str) -> tuple[Picture, ...]:
    """All references in their order."""
    alone = {match.start(1) for match in ALONE.finditer(text)}
    return tuple(Picture(match[1], match[2], match[3], match.start(1) in alone) for match in REFERENCE.finditer(text))


def pieces(text: str) -> Iterator[tuple[int, int, Picture | None]]:
    """The text cut at its charts: start and end of each piece, and the chart that this piece is, or None."""
    at = 0
    for match in ALONE.finditer(text):
        yield at, match.start(), None
        yield match.start(), match.end(), Picture(match[1], match[2], match[3])
        at = match.end()
    yield at, len(text), None


def run_of(picture: Picture, evidence: Evidence) -> LoadTest | Compared | None:
    """The run that a chart is said to be of."""
    runs: tuple[LoadTest | Compared, ...] = (*evidence.comparisons, *evidence.load_tests)
    return next((run for run in runs if run.key == picture.run), None)


def wrong(text: str, wanted: int, evidence: Evidence) -> Iterator[str]:
    """What is wrong with the charts of a text that is to show `wanted` of them."""
    found = of(text)
    if OTHER.search(text):
        yield f"A picture from elsewhere cannot be shown. Show a chart of your own run: {WRITTEN}."
    if len(found) != wanted:
        charts = "chart" if wanted == 1 else "charts"
        have = f"has {len(found)}" if found else "has none"
        yield f"Exactly {wanted} {charts} is asked for, and your text {have}. Write {WRITTEN}, from the list of yours."
    for picture in found:
        yield from _wrong(picture, evidence)


def _wrong(picture: Picture, evidence: Evidence) -> Iterator[str]:
    run = run_of(picture, evidence)
    if run is None:
        yield f"“{picture.text}” is no chart of a run of yours in this lab. Take one from the list of your charts."
    elif picture.name not in run.charts:
        yield f"Your run {picture.run} has no chart “{picture.name}”. It has: {', '.join(run.charts)}."
    if not picture.alone:
        yield f"“{picture.text}” stands inside a line. Give the chart a line of its own, with an empty line around it."
    if not picture.caption.strip():
        yield f"“{picture.text}” has no words. Say between the square brackets what the chart shows: {WRITTEN}."
