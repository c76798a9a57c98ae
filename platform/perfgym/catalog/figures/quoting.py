"""A text quotes what runs told: {{as-found.p95}} becomes 142 ms. {{given: 500 ms}} is a number that nobody measured."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from perfgym.catalog.figures.kept import KeptRun, Picture, Value
from perfgym.catalog.manifest.figures import RunManifest
from perfgym.charts.words import factor, figure, number, unit_for

QUOTE = re.compile(r"\{\{\s*(?P<run>[a-z][a-z0-9-]*)\.(?P<name>[a-z][a-z0-9-]*)(?:\s*\|\s*(?P<digits>[1-4]))?\s*\}\}")
GIVEN = re.compile(r"\{\{\s*given:\s*(?P<text>[^{}\n]{1,80}?)\s*\}\}")
CODE = re.compile(r"^(?P<mark>`{3,}|~{3,}).*?(?:^(?P=mark)[`~]*\s*?$|\Z)|`[^`\n]*`", re.DOTALL | re.MULTILINE)
ALL = "figures"  # {{figures.date}}, {{figures.machine}}: of the newest run
MISSING = "(not measured yet)"


@dataclass(frozen=True)
class Quote:
    """One place of a text that quotes a run; `at` counts characters."""

    at: int
    run: str
    name: str
    in_code: bool


@dataclass(frozen=True)
class Figures:
    """Of one lab: which runs there are, what they told, and the drawings by their file names."""

    plan: Mapping[str, RunManifest] = field(default_factory=dict)
    kept: Mapping[str, KeptRun] = field(default_factory=dict)
    drawings: Mapping[str, str] = field(default_factory=dict)  # file name -> SVG of our own making

    def quote(self, text: str) -> str:
        """The text with what runs told in place of the quotes."""
        if "{{" not in text:
            return text
        return GIVEN.sub(lambda found: found["text"], QUOTE.sub(self._told, text))

    def quotes(self, text: str) -> Iterator[Quote]:
        """Every quote of a text; in code, only of runs that there are: what else is in braces there is code."""
        code = [found.span() for found in CODE.finditer(text)]
        for found in QUOTE.finditer(text):
            inside = any(start <= found.start() < end for start, end in code)
            if not inside or found["run"] in (*self.plan, ALL):
                yield Quote(found.start(), found["run"], found["name"], inside)

    def names(self) -> dict[str, tuple[str, ...]]:
        """What may be quoted, by run."""
        return {ALL: ("date", "machine"), **{run: (*one.values, *one.texts) for run, one in self.plan.items()}}

    def is_measured(self, run: str, name: str) -> bool:
        """Whether something was told for a name that may be quoted."""
        if run == ALL:
            return bool(self.kept)
        told = self.kept.get(run)
        return told is not None and (name in told.values or name in told.texts)

    def picture(self, file: str) -> Picture | None:
        """What belongs to a drawing, by its file name."""
        return next((one for run in self.kept.values() for one in run.pictures.values() if one.file == file), None)

    def drawn(self, file: str) -> tuple[Picture, str] | None:
        """A drawing with what belongs to it, by its file name."""
        picture = self.picture(file)
        return (picture, self.drawings[file]) if picture and file in self.drawings else None

    def _told(self, found: re.Match[str]) -> str:
        run, name = found["run"], found["name"]
        if name not in self.names().get(run, ()):
            return found[0]
        if not self.is_measured(run, name):
            return MISSING
        if run == ALL:
            newest = max(self.kept.values(), key=lambda one: one.date)
            return newest.machine if name == "machine" else day(newest.date)
        told = self.kept[run]
        return told.texts[name] if name in told.texts else in_words(told.values[name], int(found["digits"] or 0))


NONE = Figures()


def in_words(value: Value, digits: int = 0) -> str:
    """As people say it: 142 ms, 1.9x, 47 %, 310 requests a second; with `digits`, so many that count."""
    if value.unit == "x":
        return f"{number(value.value, digits)}x" if digits else factor(value.value)
    if not digits:
        return figure(value.value, value.unit)
    unit, scale = unit_for(value.value, value.unit)
    return f"{number(value.value * scale, digits)} {unit}".rstrip()


def day(date: str) -> str:
    """2026-11-30T… as 30 November 2026."""
    year, month, of_month = date[:10].split("-")
    return f"{int(of_month)} {MONTHS[int(month) - 1]} {year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
