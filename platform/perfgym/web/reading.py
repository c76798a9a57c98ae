"""A learner's text as it will be read: each number marked as it stands, charts drawn at their place."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from perfgym.charts import Drawn
from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Preview
from perfgym.checks.texts import marked, pictures
from perfgym.checks.texts.figures import Standing
from perfgym.checks.texts.pictures import Picture
from perfgym.runs.pictures import Pictures
from perfgym.web.text import marks, render


@dataclass(frozen=True)
class Piece:
    """Some of the text, or a chart with its caption, or what is said in place of a chart that is not there."""

    html: SafeString | None = None
    chart: Drawn | None = None
    caption: str = ""
    problem: str = ""


def pieces(preview: Preview) -> Iterator[Piece]:
    """The text in its order, cut at its charts."""
    spans = marked.spans(preview.places, preview.numbers)
    for start, end, picture in pictures.pieces(preview.text):
        if picture is not None:
            yield _drawn(picture, preview.evidence)
        elif preview.text[start:end].strip():
            yield Piece(html=render(marked.marked(preview.text, spans, start, end), marks(marked.RUNS)))


def counts(preview: Preview) -> list[tuple[Standing, str, int]]:
    """How many numbers stand how, in words; kinds without one are left out."""
    found = [
        (one, words, sum(each.standing is one for each in preview.numbers)) for one, (_, words) in marked.RUNS.items()
    ]
    return [each for each in found if each[2]]


def _drawn(picture: Picture, evidence: Evidence) -> Piece:
    run = pictures.run_of(picture, evidence)
    if run is None or not isinstance(run.charts, Pictures) or picture.name not in run.charts:
        return Piece(problem=f"There is no chart “{picture.text}” among yours.")
    return Piece(chart=run.charts.drawn(picture.name), caption=picture.caption)
