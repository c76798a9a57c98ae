"""`document`: a text of the learner's own: its length, its headings, and that its numbers are those of their runs."""

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from perfgym.checks import facts, stated
from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Asked, Blank, Given, Kind, Result, Shape
from perfgym.checks.stated import Measure, Stated

WORD = re.compile(r"\w[\w'\u2019-]*")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
SHOWN = 6  # numbers of a refusal
MOST = 20_000  # characters
MEASURED = (Measure.TIME, Measure.PERCENT, Measure.TIMES, Measure.RATE)
Words = Annotated[int, Field(strict=True, ge=1, le=3_000)]
Heading = Annotated[str, Field(min_length=1, max_length=100)]


class DocumentAsked(Asked):
    """A text that stands on one's own evidence."""

    kind: Literal["document"]
    source: Literal["typed", "portfolio"] = Field(
        default="typed", description="typed (into the step) or portfolio (the words of one's entry about this lab)"
    )
    words: tuple[Words, Words] = Field(default=(40, 600), description="two whole numbers: the least and the most words")
    headings: Annotated[tuple[Heading, ...], Field(max_length=12)] = Field(
        default=(), description="words that must each stand in a heading of the text"
    )
    numbers: Annotated[int, Field(strict=True, ge=0, le=50)] = Field(
        default=1, description="a whole number: at least so many numbers of the text are found in the evidence"
    )
    every_number: bool = Field(
        default=False, description="true: also numbers without a unit must be found or marked, not only measured ones"
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.words[0] > self.words[1]:
            raise ValueError("`words` are the least and the most, in this order")
        return self


def wants(asked: DocumentAsked) -> str:
    where = "Write here" if asked.source == "typed" else "Write in your portfolio entry about this lab"
    said = f"{where} between {asked.words[0]} and {asked.words[1]} words"
    if asked.numbers:
        said += f", with at least {asked.numbers} {'number' if asked.numbers == 1 else 'numbers'} from your own runs"
    if asked.headings:
        said += f", under headings about {', '.join(asked.headings)}"
    return f"{said}. Every measured number must be one of your runs', or be marked: 2 s (assumed)."


def blanks(asked: DocumentAsked, evidence: Evidence) -> tuple[Blank, ...]:
    return (Blank("text", "Your text", Shape.TEXT, most=MOST),) if asked.source == "typed" else ()


def check(asked: DocumentAsked, given: Given, evidence: Evidence) -> Result:
    if asked.source == "typed":
        return _judged(asked, given["text"], evidence)
    results = [_judged(asked, text[:MOST], evidence) for text in evidence.entries]
    if not results:
        return Result(
            False,
            "Your portfolio has no entry about this lab yet. Open the page of your comparison, press “Put it into my "
            "portfolio”, write what changed and why, save it, then check again.",
        )
    return next((result for result in results if result.passed), results[0])


def _judged(asked: DocumentAsked, text: str, evidence: Evidence) -> Result:
    words = len(WORD.findall(text))
    least, most = asked.words
    if not least <= words <= most:
        return Result(False, f"Your text has {words:,} words; between {least:,} and {most:,} are asked for.")
    headings = " \n ".join(HEADING.findall(text)).lower()
    if absent := [each for each in asked.headings if each.lower() not in headings]:
        return Result(False, f"No heading speaks of {', '.join(absent)}. A heading is a line that starts with ## .")
    return _numbers(asked, stated.numbers(text), evidence)


def _numbers(asked: DocumentAsked, found: tuple[Stated, ...], evidence: Evidence) -> Result:
    known = facts.of(evidence)
    judged = [one for one in found if not one.marked and (asked.every_number or one.measure in MEASURED)]
    if wrong := [one for one in judged if not facts.holds(one, known)]:
        shown = ", ".join(f"“{one.text}”" for one in wrong[:SHOWN])
        more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        return Result(
            False,
            f"Not found in any of your runs: {shown}{more}. Take the figure from the run's own page, with its unit, "
            "or mark it where it is no measurement: 2 s (assumed).",
        )
    if len(judged) < asked.numbers:
        count = "no number" if not judged else f"{len(judged)} of the numbers"
        return Result(
            False,
            f"In your text {count} with a unit could be found in your runs; at least {asked.numbers} must be. Write "
            "figures with their units, as the run's page shows them: 142 ms, 1.9x, 47 %.",
        )
    return Result(True, f"{len(judged)} numbers of your text were found in your own runs.")


KIND = Kind(DocumentAsked, wants, blanks, check)
