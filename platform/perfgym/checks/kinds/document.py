"""`document`: a text of the learner's own: its length, its parts, and that its numbers are those of their runs."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from perfgym.checks.evidence import Compared, Evidence
from perfgym.checks.kind import Asked, Blank, Given, Kind, Preview, Result, Shape
from perfgym.checks.texts import advice, figures, pictures, references, sections
from perfgym.checks.texts.advice import Said
from perfgym.checks.texts.references import Filled

MOST = 20_000  # characters
LAB = "lab"  # the blank that says whose runs are meant
SECTION = 8  # words that at least stand under a heading that is asked for
Words = Annotated[int, Field(strict=True, ge=1, le=3_000)]
Heading = Annotated[str, Field(min_length=1, max_length=100)]
NO_LAB = (
    "You have no comparison with a verdict in any lab yet, so there is nothing to write about. Finish a lab with a "
    "change to measure first, then come back; what you write here is kept in this browser."
)


class DocumentAsked(Asked):
    """A text that stands on one's own evidence."""

    kind: Literal["document"]
    source: Literal["typed", "portfolio"] = Field(
        default="typed", description="typed (into the step) or portfolio (the words of one's entry about this lab)"
    )
    of: Literal["this_lab", "chosen_lab"] = Field(
        default="this_lab",
        description="whose runs the numbers are looked for in: this_lab, or chosen_lab (one in which the learner has a "
        "judged comparison; they choose it)",
    )
    words: tuple[Words, Words] = Field(default=(40, 600), description="two whole numbers: the least and the most words")
    headings: Annotated[tuple[Heading, ...], Field(max_length=12)] = Field(
        default=(), description="words that must each stand in a heading of the text, with some words below it"
    )
    numbers: Annotated[int, Field(strict=True, ge=0, le=50)] = Field(
        default=1, description="a whole number: at least so many numbers of the text are found in the evidence"
    )
    every_number: bool = Field(
        default=False, description="true: also numbers without a unit must be found or marked, not only measured ones"
    )
    assumptions: Annotated[int, Field(strict=True, ge=0, le=20)] = Field(
        default=0, description="a whole number: at least so many numbers of the text are marked as assumptions"
    )
    charts: Annotated[int, Field(strict=True, ge=0, le=5)] | None = Field(
        default=None, description="a whole number: exactly so many charts of one's own runs; left out, any number"
    )
    recommends: tuple[Said, ...] = Field(
        default=(),
        description="what must stand under a heading about a recommendation: cost, risk, inaction (what happens if "
        "nothing is done)",
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.words[0] > self.words[1]:
            raise ValueError("`words` are the least and the most, in this order")
        if self.source == "portfolio" and self.of == "chosen_lab":
            raise ValueError("`source: portfolio` is about this lab's own entry; `of: chosen_lab` takes a typed text")
        return self


def wants(asked: DocumentAsked) -> str:
    where = "Write here" if asked.source == "typed" else "Write in your portfolio entry about this lab"
    said = f"{where} between {asked.words[0]} and {asked.words[1]} words"
    if parts := _parts(asked):
        said += f", with {' and '.join(filter(None, (', '.join(parts[:-1]), parts[-1])))}"
    if asked.headings:
        said += f", under headings that speak of {', '.join(f'“{each}”' for each in asked.headings)}"
    measured = "Every number" if asked.every_number else "Every measured number"
    return f"{said}. {measured} must be one of your runs', or be marked: 2 s (assumed)."


def _parts(asked: DocumentAsked) -> list[str]:
    """What a text is to have, each in words."""
    counts = [
        (asked.numbers, "at least {} number{} from your own runs"),
        (asked.assumptions, "at least {} assumption{} marked as such"),
        (asked.charts or 0, "{} chart{} of your own"),
    ]
    return [words.format(count, "" if count == 1 else "s") for count, words in counts if count]


def blanks(asked: DocumentAsked, evidence: Evidence) -> tuple[Blank, ...]:
    if asked.source != "typed":
        return ()
    text = Blank("text", "Your text", Shape.TEXT, most=MOST)
    if asked.of == "this_lab":
        return (text,)
    return (Blank(LAB, "The lab that you write about", Shape.CHOICE, options=tuple(evidence.labs)), text)


def check(asked: DocumentAsked, given: Given, evidence: Evidence) -> Result:
    if asked.source == "typed":
        found = _evidence(asked, given, evidence)
        return Result(False, NO_LAB) if found is None else _judged(asked, _filled(given["text"], found), found)
    results = [_judged(asked, _filled(one.words, evidence, one.about), evidence) for one in evidence.entries]
    if not results:
        return Result(
            False,
            "Your portfolio has no entry about this lab yet. Open the page of your comparison, press “Put it into my "
            "portfolio”, write what changed and why, save it, then check again.",
        )
    return next((result for result in results if result.passed), results[0])


def preview(asked: DocumentAsked, given: Given, evidence: Evidence) -> Preview | None:
    """How the text would be read and judged now; None where nothing is typed into the step."""
    found = _evidence(asked, given, evidence)
    if asked.source != "typed" or found is None:
        return None
    text = _filled(given.get("text", ""), found)
    return Preview(text.text, _numbers(asked, text, found), found, _judged(asked, text, found), text.places)


def _filled(sent: str, evidence: Evidence, about: Compared | None = None) -> Filled:
    """As it was typed, with its references filled in: a browser sends both characters for the end of a line."""
    text = sent.replace("\r\n", "\n").replace("\r", "\n")[:MOST]
    return references.filled(text, references.Known(evidence, about))


def _numbers(asked: DocumentAsked, text: Filled, evidence: Evidence) -> tuple[figures.Judged, ...]:
    return figures.judged(text.text, evidence, every=asked.every_number, places=text.places)


def _evidence(asked: DocumentAsked, given: Given, evidence: Evidence) -> Evidence | None:
    """What the numbers are looked for in; None where no lab is chosen that one has evidence of."""
    return evidence if asked.of == "this_lab" else evidence.labs.get(given.get(LAB, ""))


def _judged(asked: DocumentAsked, text: Filled, evidence: Evidence) -> Result:
    numbers = _numbers(asked, text, evidence)
    wrong = [*_wrong(asked, text.text, numbers, evidence), *(one.words for one in text.unknown)]
    if wrong:
        return Result(False, "\n".join(wrong))
    return Result(True, f"{figures.own(numbers)} numbers of your text were found in your own runs.")


def _wrong(asked: DocumentAsked, text: str, numbers: tuple[figures.Judged, ...], evidence: Evidence) -> Iterator[str]:
    """Everything that is wrong, a sentence or two each: who puts it right should not have to ask again and again."""
    count, (least, most) = sections.words(text), asked.words
    if not least <= count <= most:
        yield f"Your text has {count:,} words; between {least:,} and {most:,} are asked for."
    yield from _headings(asked, text)
    yield from advice.lacks(text, asked.recommends)
    if asked.charts is not None:
        yield from pictures.wrong(text, asked.charts, evidence)
    yield from figures.wrong(numbers, asked.numbers)
    yield from figures.unmarked(numbers, asked.assumptions)


def _headings(asked: DocumentAsked, text: str) -> Iterator[str]:
    found = {each: sections.about(text, each) for each in asked.headings}
    if absent := [each for each, section in found.items() if section is None]:
        yield f"No heading speaks of {', '.join(absent)}. A heading is a line that starts with ## ."
    for section in filter(None, found.values()):
        if section.words < SECTION:
            yield f"Under “{section.title}” stand {section.words} words: too few. Write what belongs there."


KIND = Kind(DocumentAsked, wants, blanks, check, preview=preview)
