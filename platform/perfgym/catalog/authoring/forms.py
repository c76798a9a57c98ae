"""What a new lab may be: its pages and manifest as templates, with TODO where an author has to write."""

from enum import StrEnum
from pathlib import Path
from string import Template

from perfgym.catalog import paths
from perfgym.catalog.app import App
from perfgym.errors import LearnerError

TEMPLATES = Path(__file__).resolve().parent / "templates"
CHEATS = {
    "constant-answer": ("wrong_answers", "gives every request the same answer"),
    "dropped-write": ("lost_writes", "says that something was stored and stores nothing"),
    "shed-load": ("too_many_failures", "refuses requests to be fast on the rest"),
}
CHANGE = "\n\n# TODO: {what}\n"


class Form(StrEnum):
    """What earns the points."""

    CHANGE = "change"
    ANSWERS = "answers"
    TEXT = "text"

    @property
    def about(self) -> str:
        return {
            Form.CHANGE: "the learner changes an app, and the gain is scored",
            Form.ANSWERS: "the learner measures an app and says what they found; no change is scored",
            Form.TEXT: "the learner writes about a lab that they have finished; there is no app",
        }[self]


PAGES = {  # where a template lies -> where it goes; an answers lab shares what both forms with an app have
    Form.CHANGE: {
        "change/lab.yaml": "lab.yaml",
        "change/10-goal.md": "guide/10-goal.md",
        "change/20-measure.md": "guide/20-measure.md",
        "change/30-find.md": "guide/30-find.md",
        "change/40-change.md": "guide/40-change.md",
        "change/50-report.md": "guide/50-report.md",
        "change/figures.yaml": "guide/figures.yaml",
        "change/good.md": "good.md",
        "change/locustfile.py.txt": "starter/locustfile.py",
    },
    Form.ANSWERS: {
        "answers/lab.yaml": "lab.yaml",
        "answers/10-goal.md": "guide/10-goal.md",
        "change/20-measure.md": "guide/20-measure.md",
        "change/30-find.md": "guide/30-find.md",
        "answers/50-report.md": "guide/50-report.md",
        "change/figures.yaml": "guide/figures.yaml",
        "answers/good.md": "good.md",
        "change/locustfile.py.txt": "starter/locustfile.py",
    },
    Form.TEXT: {
        "text/lab.yaml": "lab.yaml",
        "text/10-goal.md": "guide/10-goal.md",
        "text/50-text.md": "guide/50-text.md",
        "text/good.md": "good.md",
    },
}


class NothingEditable(LearnerError):
    """An app that a lab with a score cannot be about."""

    def __init__(self, app: App) -> None:
        super().__init__(f"The app {app.name} lets nobody edit a Python file, so there is nothing to start from.")


def files(form: Form, slug: str, app: App | None, skill: str) -> dict[str, str]:
    """The files of a new lab by their paths in it. Raises NothingEditable."""
    words = {"slug": slug, "title": slug.replace("-", " ").capitalize(), "skill": skill}
    edits: dict[str, str] = {}
    if app is not None:
        words |= {"app": app.name, "app_title": app.title, "health": app.health, "workload": next(iter(app.workloads))}
    if form is Form.CHANGE and app is not None:
        path, source = _editable_source(app)
        words["editable"], edits = path, _edits(path, source)
    pages = {place: _filled(template, words) for template, place in PAGES[form].items()}
    return dict(sorted({**pages, **edits}.items()))


def _edits(path: str, source: str) -> dict[str, str]:
    """Reference, second solution and cheats: the app's own file, with what is to be written at its end."""
    found = {
        f"reference/{path}": source + CHANGE.format(what="the change that earns full marks"),
        f"solutions/second/{path}": source + CHANGE.format(what="another correct change"),
    }
    for name, (reason, does) in CHEATS.items():
        found[f"cheats/{name}/cheat.yaml"] = f"reason: {reason}\nabout: TODO, for example that it {does}.\n"
        found[f"cheats/{name}/{path}"] = source + CHANGE.format(what=f"a change that {does}")
    return found


def _editable_source(app: App) -> tuple[str, str]:
    """The app's first editable Python file: what the new lab is about until its author says otherwise."""
    for path, content in app.app_content().items():
        if path.endswith(".py") and paths.matches(path, app.editable):
            return path, content.decode().rstrip()
    raise NothingEditable(app)


def _filled(template: str, words: dict[str, str]) -> str:
    return Template((TEMPLATES / template).read_text()).substitute(words)
