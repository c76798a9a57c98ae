"""An entry's words as they are read: references filled in, numbers held against the evidence, charts in place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from perfgym.charts import Drawn
from perfgym.checks import facts
from perfgym.checks.evidence import Evidence
from perfgym.checks.texts import figures, marked, pictures, references
from perfgym.checks.texts.figures import Judged, Standing
from perfgym.checks.texts.offered import Offered
from perfgym.checks.texts.pictures import Picture
from perfgym.checks.texts.references import Filled, Known
from perfgym.portfolio.models import Entry
from perfgym.runs import own, report

DOUBTED = (Standing.MISSING, Standing.SWAPPED, Standing.ELSEWHERE)


@dataclass(frozen=True)
class Piece:
    """Some of the text with its marks, or a chart, or what stands in place of a chart that is not there."""

    text: str = ""
    chart: Drawn | None = None
    title: str = ""  # by which its table is told from others
    caption: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Written:
    """The words of one entry; `numbers` are those of the text as it was filled in."""

    filled: Filled
    numbers: tuple[Judged, ...]
    charts: Mapping[str, Drawn]
    key: str  # of the entry's run

    @property
    def pieces(self) -> list[Piece]:
        return list(self._pieces())

    @property
    def plain(self) -> str:
        """As text, with its references filled in."""
        return self.filled.text

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is wrong with references that stand for nothing, a sentence each."""
        return tuple(one.words for one in self.filled.unknown)

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """(class, words, how many) of the numbers, for who writes it."""
        found = [(*said, sum(one.standing is each for one in self.numbers)) for each, said in marked.OWNER.items()]
        return [each for each in found if each[2]]

    @property
    def has_filled(self) -> bool:
        return bool(self.filled.places)

    @property
    def has_doubted(self) -> bool:
        """Whether a number was typed that the evidence does not have."""
        return any(one.standing in DOUBTED for one in self.numbers)

    def _pieces(self) -> Iterator[Piece]:
        spans = marked.spans(self.filled.places, self.numbers)
        number = count(1)
        for start, end, picture in pictures.pieces(self.plain):
            if picture is not None:
                yield self._drawn(picture, next(number))
            elif self.plain[start:end].strip():
                yield Piece(marked.marked(self.plain, spans, start, end))

    def _drawn(self, picture: Picture, number: int) -> Piece:
        drawn = self.charts.get(picture.name) if picture.run == self.key else None
        problem = "" if drawn else f"This entry's run has no chart “{picture.text}”."
        return Piece(chart=drawn, title=f"Chart {number} of the report", caption=picture.caption, problem=problem)


def of(entry: Entry, text: str | None = None, *, owner: bool = False) -> Written:
    """The entry's words, or another text about its run.

    For its `owner` it is also said which numbers are those of their other runs.
    """
    run = entry.run
    compared = own.compared(run)
    context = report.comparison(run)
    filled = references.filled(_lines(entry.words if text is None else text), Known(Evidence(), compared))
    evidence = Evidence(comparisons=(compared,))
    numbers = figures.judged(filled.text, evidence, every=False, places=filled.places, told=told(context))
    if owner:
        numbers = tuple(_elsewhere(entry, numbers))
    return Written(filled, numbers, context["charts"], compared.key)


def offered(entry: Entry) -> list[tuple[str, list[Offered]]]:
    """(heading, references) of everything that the owner may refer to."""
    found: dict[str, list[Offered]] = {}
    for one in Known(Evidence(), own.compared(entry.run)).own.values():
        found.setdefault(one.group, []).append(one)
    return list(found.items())


def charts(entry: Entry) -> list[tuple[str, str]]:
    """(title, line) of every chart that the owner may show within their words."""
    key = own.key(entry.run)
    return [(one.title, f"![{one.title}](chart:{key}/{one.name})") for one in report.charts(entry.run).values()]


def told(context: Mapping[str, Any]) -> Sequence[str]:
    """What a page of ours says of the run in numbers: the tables behind its charts, what was counted, its limits."""
    rows = (row for one in context["charts"].values() for row in one.table.rows)
    cells = [cell for _, *values in rows for cell in values]  # the first names the row, as "95 %" does
    side = [f"{label}: {was} → {now}" for label, was, now in (context["side"] or {}).get("rows", ())]
    return [*cells, *side, *(one["text"] for one in context["guards"])]


def _elsewhere(entry: Entry, numbers: Sequence[Judged]) -> Iterator[Judged]:
    """Numbers that are missing here, and are those of another run of this lab. Those runs are read where one is."""
    if not any(one.standing is Standing.MISSING for one in numbers):
        yield from numbers
        return
    known = facts.of(own.evidence(entry.owner, entry.run.lab))
    for one in numbers:
        is_there = one.standing is Standing.MISSING and facts.holds(one.stated, known)
        yield replace(one, standing=Standing.ELSEWHERE) if is_there else one


def _lines(text: str) -> str:
    """A browser sends both characters for the end of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
