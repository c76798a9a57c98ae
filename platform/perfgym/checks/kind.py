"""What a kind of check is made of: what a lab may ask, what a learner fills in, and the function that judges."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from perfgym.checks.evidence import Evidence
from perfgym.checks.trial import NotJudged, TrialSpec, Tried

if TYPE_CHECKING:
    from perfgym.checks.texts.figures import Judged
    from perfgym.checks.texts.references import Place

Given = Mapping[str, str]  # what was filled in, by the names of the blanks
PART = (
    "baseline, prediction, diagnosis or report: whose share of the lab's points it earns; left out, it only opens the "
    "next step"
)

Part = Literal["baseline", "prediction", "diagnosis", "report"]


class Asked(BaseModel):
    """What a step's front matter says under `check`. Each kind adds its own fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kind: str
    part: Part | None = Field(default=None, description=PART)


A = TypeVar("A", bound=Asked)


class Shape(StrEnum):
    NUMBER = "number"
    CHOICE = "choice"
    LINE = "line"
    TEXT = "text"


@dataclass(frozen=True)
class Blank:
    """One thing to fill in; `most` is in characters. Blanks in a row with one `group` stand together, under its name.

    `help` is a short sentence below it.
    """

    name: str
    label: str
    shape: Shape
    unit: str = ""
    options: tuple[str, ...] = ()
    most: int = 200
    group: str = ""
    help: str = ""

    @property
    def called(self) -> str:
        """What a message calls it: with its group, since blanks of several groups have the same label."""
        return f"{self.group}: {self.label[0].lower()}{self.label[1:]}" if self.group else self.label


@dataclass(frozen=True)
class Result:
    """`message` says what was compared and, where it was refused, what to do; never the right value.

    `share` of the step's points is earned where it passed.
    """

    passed: bool
    message: str
    share: float = 1.0


Trials = Mapping[str, Tried]  # by the names of their specs


@dataclass(frozen=True)
class Preview:
    """A text as it would be judged now: filled in, its numbers as they stand, what they were looked for in, the result.

    `places` are where references were filled in.
    """

    text: str
    numbers: tuple["Judged", ...]
    evidence: Evidence
    result: Result
    places: tuple["Place", ...] = ()


@dataclass(frozen=True)
class Kind(Generic[A]):
    """`wants` says in a sentence or two what is to be done; `check` judges, and knows nothing but what it is given.

    A kind whose answers need measurements by the platform also has `trials` and `conclude`. `check` then only refuses
    what is wrong already; what passes it is measured, waits, and `conclude` has the last word.

    `preview` shows a text before it is handed in, for kinds that ask for one.
    """

    asks: type[A]
    wants: Callable[[A], str]
    blanks: Callable[[A, Evidence], tuple[Blank, ...]]
    check: Callable[[A, Given, Evidence], Result]
    trials: Callable[[A, Given, Evidence], tuple[TrialSpec, ...]] | None = None
    conclude: Callable[[A, Given, Evidence, Trials], Result | NotJudged] | None = None
    preview: Callable[[A, Given, Evidence], Preview | None] | None = None


def none_to_fill(asked: Asked, evidence: Evidence) -> tuple[Blank, ...]:
    """For kinds that look at evidence only."""
    return ()
