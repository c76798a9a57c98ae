"""A lab: what is taught on an app, what a learner starts from, and what must earn or lose the points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from perfgym.catalog import paths
from perfgym.catalog.app import App
from perfgym.catalog.figures import NONE, Figures
from perfgym.catalog.manifest.lab import CriterionManifest, DefectManifest, PointsManifest, ScoreManifest
from perfgym.catalog.step import Step
from perfgym.errors import LearnerError, PlatformError

OWN_TEST = "locustfile.py"
GOOD = "good.md"
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")


class NotEditable(LearnerError):
    """A file outside what the lab lets a learner change."""

    def __init__(self, path: str, allowed: Iterable[str]) -> None:
        self.path = path
        may = ", ".join(allowed)
        hint = f"You may change: {may}." if may else "This lab has no files to change."
        super().__init__(f"{path} cannot be changed in this lab. Nothing was saved or run. {hint}")


class NoApp(LearnerError):
    """A lab that is about other labs, asked to run something."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}” has no application of its own, so nothing can be run in it, and nothing was started. "
            "It is about your runs in other labs."
        )


class NotScored(LearnerError):
    """A comparison, or points for one, in a lab that scores no change."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}” scores no change of the application, so there is no comparison to measure, and nothing was "
            "started. Its points come from the steps of the guide."
        )


@dataclass(frozen=True)
class Cheat:
    """Files that must be refused, and for which reason."""

    name: str
    reason: str
    about: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, eq=False)
class Lab:
    """One folder of labs/, as it was when the catalogue was read.

    `files` holds all of the folder; `digest` covers it and the app.
    """

    slug: str
    title: str
    summary: str
    level: str
    minutes: int
    runs_on: App | None  # None: it is about other labs
    skills: tuple[str, ...]
    editable: tuple[str, ...]
    scored_by: ScoreManifest | None  # None: all points come from steps
    points: PointsManifest
    rubric: tuple[CriterionManifest, ...]  # what an instructor reads a learner's work by
    hint_costs: tuple[int, ...]  # points, of the first, second and third hint of a step
    defects: tuple[DefectManifest, ...]
    steps: tuple[Step, ...]
    cheat_notes: Mapping[str, tuple[str, str]]  # name -> (reason, about)
    files: Mapping[str, bytes]
    digest: str
    root: Path
    figures: Figures = NONE  # numbers and pictures of the guide that come from runs

    @property
    def app(self) -> App:
        """What its runs are of. Raises NoApp."""
        if self.runs_on is None:
            raise NoApp(self.title)
        return self.runs_on

    def check_app(self) -> None:
        """Raise NoApp where there is nothing to run."""
        if self.runs_on is None:
            raise NoApp(self.title)

    def check_scored(self) -> None:
        """Raise NoApp or NotScored where a comparison would be judged by nothing."""
        self.check_app()
        if self.scored_by is None:
            raise NotScored(self.title)

    @property
    def score(self) -> ScoreManifest:
        """How a comparison is scored. Raises NotScored."""
        if self.scored_by is None:
            raise NotScored(self.title)
        return self.scored_by

    @property
    def has_database(self) -> bool:
        return self.runs_on is not None and self.runs_on.database is not None

    @property
    def own_test(self) -> str | None:
        """The path of the learner's own load test, when the lab starts one: edited like a file, no part of the app."""
        return OWN_TEST if f"starter/{OWN_TEST}" in self.files else None

    def starter(self) -> dict[str, bytes]:
        """The files of the app as the learner first meets it: always the `before` of a comparison."""
        overlay = self.laid("starter")
        overlay.pop(OWN_TEST, None)
        return {**(self.runs_on.app_content() if self.runs_on else {}), **overlay}

    def overlay(self, edits: Mapping[str, bytes]) -> dict[str, bytes]:
        """The app with a learner's edits laid over the starter. Raises NotEditable."""
        for path in edits:
            self.check_editable(path)
        return {**self.starter(), **{path: content for path, content in edits.items() if path != self.own_test}}

    def allowed(self) -> tuple[str, ...]:
        """Paths and patterns a learner may change, the own load test included."""
        return (*self.editable, self.own_test) if self.own_test else self.editable

    def is_editable(self, path: str) -> bool:
        """Whether a learner may change or add this file."""
        return paths.matches(path, self.allowed())

    def check_editable(self, path: str) -> None:
        """Raise NotEditable unless a learner may change or add this file."""
        if not self.is_editable(path):
            raise NotEditable(path, self.allowed())

    def editable_files(self) -> dict[str, bytes]:
        """What a fresh workspace shows: the starter's editable files and the own load test."""
        files = {path: content for path, content in self.starter().items() if paths.matches(path, self.editable)}
        return {**files, self.own_test: self.files[f"starter/{OWN_TEST}"]} if self.own_test else files

    def reference(self) -> dict[str, bytes]:
        """Edits that must earn full marks."""
        return self.laid("reference")

    def solutions(self) -> tuple[str, ...]:
        """Names of the other correct solutions."""
        return tuple(
            sorted({path.split("/")[1] for path in self.files if path.startswith("solutions/") and path.count("/") > 1})
        )

    def solution(self, name: str) -> dict[str, bytes]:
        """The edits of another correct solution. Raises LearnerError for a name that is not there."""
        if name not in self.solutions():
            raise LearnerError(f"{self.slug} has no solution `{name}`; it has {', '.join(self.solutions()) or 'none'}.")
        return self.laid(f"solutions/{name}")

    def cheats(self) -> tuple[Cheat, ...]:
        return tuple(
            Cheat(name, reason, about, self._cheat_files(name)) for name, (reason, about) in self.cheat_notes.items()
        )

    def faults(self) -> tuple[str, ...]:
        """Names of the faulty variants of the app that trials may run."""
        return tuple(sorted({path.split("/")[1] for path in self.files if path.startswith("faults/")}))

    def fault(self, name: str) -> dict[str, bytes]:
        """The files of a faulty variant, laid over the starter. Raises PlatformError for one that is not there."""
        if not (found := self.laid(f"faults/{name}")):
            raise PlatformError(f"The lab {self.slug} has no fault {name}.")
        return found

    def file(self, path: str) -> bytes:
        """A file of the lab's folder. Raises PlatformError for one that is not there."""
        if path not in self.files:
            raise PlatformError(f"The lab {self.slug} has no file {path}.")
        return self.files[path]

    def image(self, name: str) -> bytes | None:
        """A picture of the guide by its file name, or None."""
        return self.files.get(f"guide/{name}") if name.lower().endswith(IMAGES) else None

    @property
    def good(self) -> str | None:
        """What good looks like, in Markdown: only for who is done with the lab."""
        content = self.files.get(GOOD)
        return None if content is None else content.decode(errors="replace")

    def good_image(self, name: str) -> bytes | None:
        """A picture of that page by its file name, or None."""
        return self.files.get(f"good/{name}") if name.lower().endswith(IMAGES) else None

    def laid(self, folder: str) -> dict[str, bytes]:
        """The files below one folder of the lab, by the path at which they are laid over the app."""
        prefix = f"{folder}/"
        return {path.removeprefix(prefix): content for path, content in self.files.items() if path.startswith(prefix)}

    def _cheat_files(self, name: str) -> dict[str, bytes]:
        return {path: content for path, content in self.laid(f"cheats/{name}").items() if path != "cheat.yaml"}
