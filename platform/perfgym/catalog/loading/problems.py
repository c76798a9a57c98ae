"""What is wrong in a lab or an app, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from perfgym.errors import LearnerError


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong. `file` is shown relative to the folder that holds labs and apps; lines count from 1."""

    file: str
    line: int
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        word = "" if self.severity is Severity.ERROR else "warning: "
        return f"{self.file}:{self.line}: {word}{self.message}"


class ManifestError(LearnerError):
    """A lab or an app cannot be read as it is. The message has one line a problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def at(cls, file: str, line: int, message: str) -> "ManifestError":
        return cls([Problem(file, line, message)])


def listed(words: Iterable[str]) -> str:
    return ", ".join(words) or "nothing"


def suggestion(word: str, known: Iterable[str]) -> str:
    """` Did you mean ...?` with up to two near words, or an empty string."""
    near = get_close_matches(word, list(known), n=2, cutoff=0.6)
    return f" Did you mean {' or '.join(near)}?" if near else ""
