"""A learner's text as it will be read: each number marked as it stands, charts drawn at their place."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from perfgym.charts import Drawn
from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Preview
from perfgym.checks.texts import pictures
from perfgym.checks.texts.figures import Judged, Standing
from perfgym.checks.texts.pictures import Picture
from perfgym.runs.pictures import Pictures
from perfgym.web.text import render

WORDS = {
    Standing.FOUND: "found in your runs",
    Standing.ASSUMED: "marked as an assumption",
    Standing.MISSING: "not found in your runs",
    Standing.SWAPPED: "on the other side of the change",
}
FIRST = 0xE000  # characters that nobody types: one that opens and one that closes each kind of mark
OPEN = {standing: chr(FIRST + place) for place, standing in enumerate(WORDS)}
CLOSE = {standing: chr(FIRST + len(WORDS) + place) for place, standing in enumerate(WORDS)}
MARKS = {
    **{OPEN[one]: f'<mark class="is-{one}">' for one in WORDS},
    **{CLOSE[one]: f'<span class="visually-hidden"> ({words})</span></mark>' for one, words in WORDS.items()},
}
STRANGE = dict.fromkeys(map(ord, MARKS), " ")


@dataclass(frozen=True)
class Piece:
    """Some of the text, or a chart with its caption, or what is said in place of a chart that is not there."""

    html: SafeString | None = None
    chart: Drawn | None = None
    caption: str = ""
    problem: str = ""


def pieces(preview: Preview) -> Iterator[Piece]:
    """The text in its order, cut at its charts."""
    for start, end, picture in pictures.pieces(preview.text):
        if picture is not None:
            yield _drawn(picture, preview.evidence)
        elif preview.text[start:end].strip():
            yield Piece(html=render(_marked(preview, start, end), MARKS))


def counts(preview: Preview) -> list[tuple[Standing, str, int]]:
    """How many numbers stand how, in words; kinds without one are left out."""
    found = [(one, words, sum(each.standing is one for each in preview.numbers)) for one, words in WORDS.items()]
    return [each for each in found if each[2]]


def _marked(preview: Preview, start: int, end: int) -> str:
    """The source of a piece with characters around its numbers that stand for their marks."""
    text, at, parts = preview.text.translate(STRANGE), start, []
    for number in _between(preview.numbers, start, end):
        place = number.stated
        parts += [text[at : place.start], OPEN[number.standing], text[place.start : place.end], CLOSE[number.standing]]
        at = place.end
    return "".join([*parts, text[at:end]])


def _between(numbers: tuple[Judged, ...], start: int, end: int) -> Iterator[Judged]:
    return (one for one in numbers if start <= one.stated.start and one.stated.end <= end and one.standing in WORDS)


def _drawn(picture: Picture, evidence: Evidence) -> Piece:
    run = pictures.run_of(picture, evidence)
    if run is None or not isinstance(run.charts, Pictures) or picture.name not in run.charts:
        return Piece(problem=f"There is no chart “{picture.text}” among yours.")
    return Piece(chart=run.charts.drawn(picture.name), caption=picture.caption)
