"""References: {{before.p95}} in a text stands for a number of the writer's own run, and is filled in with it.

One language for portfolio entries and for texts that a step asks for. A name without a run is of the comparison that
the text is about; 1a2b3c4d.p95 is of the run whose id begins so. What is not true of a run has no name: there is no
`less.p95` where p95 grew. Code and addresses are left as they are.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from perfgym.checks.evidence import Compared, Evidence, LoadTest
from perfgym.checks.texts import offered
from perfgym.checks.texts.offered import Offered

FOUND = re.compile(r"\{\{([^{}\n]{1,160})\}\}")
LEFT = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`|\]\([^)\n]*\)|<[^>\n]*>", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """Where a reference was filled in, in the text that came of it."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Unknown:
    """A reference that stands for nothing; `nearest` is what may have been meant, or nothing."""

    name: str
    nearest: str

    @property
    def words(self) -> str:
        """What is wrong and what to do."""
        meant = f" Did you mean {{{{{self.nearest}}}}}?" if self.nearest else ""
        return (
            f"{{{{{self.name}}}}} stands for nothing in this run, so it is shown as you typed it.{meant} Choose one "
            "from the list; to show braces, put them between backticks."
        )


@dataclass(frozen=True)
class Filled:
    """A text with its references filled in; unknown ones stand as they were written."""

    text: str
    places: tuple[Place, ...]
    unknown: tuple[Unknown, ...]


class Known:
    """What can be referred to: the comparison that a text is about, and by their keys all runs of the evidence."""

    def __init__(self, evidence: Evidence, about: Compared | None = None) -> None:
        self._about = about or next(iter(evidence.comparisons), None)
        runs: tuple[LoadTest | Compared, ...] = (*evidence.load_tests, *evidence.comparisons)
        self._runs = {run.key: run for run in runs if run.key}
        self._of_runs: dict[str, Mapping[str, Offered]] = {}

    @cached_property
    def own(self) -> Mapping[str, Offered]:
        """Those without a run, by name."""
        return offered.of(self._about) if self._about else {}

    def find(self, name: str) -> Offered | None:
        """What a name stands for, however it is spaced."""
        name = " ".join(name.split())
        key, dot, rest = name.partition(".")
        if dot and key in self._runs:
            return _named(rest, self._of(key))
        return _named(name, self.own)

    def nearest(self, name: str) -> str:
        return next(iter(get_close_matches(" ".join(name.split()), self.own, 1)), "")

    def _of(self, key: str) -> Mapping[str, Offered]:
        if key not in self._of_runs:
            self._of_runs[key] = offered.of(self._runs[key])
        return self._of_runs[key]


def filled(text: str, known: Known) -> Filled:
    """The text with every known reference replaced by its words."""
    parts: list[str] = []
    places: list[Place] = []
    unknown: dict[str, Unknown] = {}
    at = size = 0
    for start, end, name in _references(text):
        found = known.find(name)
        if found is None:
            unknown[name] = Unknown(name, known.nearest(name))
            continue
        size += start - at
        places.append(Place(size, size + len(found.words), found.name))
        parts += [text[at:start], found.words]
        at, size = end, size + len(found.words)
    return Filled("".join([*parts, text[at:]]), tuple(places), tuple(unknown.values()))


def _references(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of everything in prose that is written as a reference."""
    prose = LEFT.sub(lambda left: " " * len(left[0]), text)
    for match in FOUND.finditer(prose):
        if name := match[1].strip():
            yield match.start(), match.end(), name


def _named(name: str, known: Mapping[str, Offered]) -> Offered | None:
    """A kind of request may be named without its method: “p50 of /books” finds that of “GET /books”."""
    figure, of, request = name.partition(" of ")
    if name in known or not of:
        return known.get(name)
    candidates = (f"{figure} of GET {request}", *known)
    return next(
        (known[each] for each in candidates if each in known and _is_of(each, figure, request)),
        None,
    )


def _is_of(name: str, figure: str, request: str) -> bool:
    known_figure, _, known_request = name.partition(" of ")
    return known_figure == figure and known_request.partition(" ")[2] == request
