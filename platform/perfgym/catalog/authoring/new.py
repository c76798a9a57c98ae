"""A new lab that already passes the check: what is left to write says TODO, and the check warns of each."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from string import Template

from perfgym.catalog import library, paths
from perfgym.catalog.app import App
from perfgym.catalog.library import Library
from perfgym.catalog.loading.problems import listed, suggestion
from perfgym.catalog.manifest.fields import SLUG
from perfgym.errors import LearnerError

TEMPLATES = Path(__file__).resolve().parent / "templates"
CHEATS = {
    "constant-answer": ("wrong_answers", "gives every request the same answer"),
    "dropped-write": ("lost_writes", "says that something was stored and stores nothing"),
    "shed-load": ("too_many_failures", "refuses requests to be fast on the rest"),
}
CHANGE = "\n\n# TODO: {what}\n"


class CannotCreate(LearnerError):
    """A new lab cannot be written like this."""


def create(slug: str, app_name: str | None, labs_dir: Path, apps_dir: Path) -> tuple[Path, ...]:
    """Write labs/<slug>/; its files. Raises CannotCreate, or the ManifestError of an app that cannot be read."""
    found = library.read(labs_dir, apps_dir)
    folder = labs_dir / slug
    if not re.fullmatch(SLUG, slug) or len(slug) > 60:
        raise CannotCreate(f"`{slug}` cannot be a lab's name: write lower-case words joined by -, such as slow-search.")
    if folder.exists():
        raise CannotCreate(f"{folder} is there already. Nothing was changed; choose another name.")
    if not found.skills:
        raise CannotCreate(
            f"{labs_dir / 'skills.yaml'} has no skill yet, and a lab names at least one. Add one there first."
        )
    files = _files(slug, _app(found, app_name), next(iter(found.skills)))
    _write(folder, files)
    return tuple(folder / path for path in files)


def _app(found: Library, name: str | None) -> App:
    if name is None and len(found.apps) == 1:
        return next(iter(found.apps.values()))
    if name is None:
        raise CannotCreate(f"Say which app the lab is about: --app NAME. Apps: {listed(found.apps)}.")
    if name in found.broken_apps:
        raise found.broken_apps[name]
    if name not in found.apps:
        raise CannotCreate(f"There is no app `{name}`.{suggestion(name, found.apps)} Apps: {listed(found.apps)}.")
    return found.apps[name]


def _files(slug: str, app: App, skill: str) -> dict[str, str]:
    path, source = _editable_source(app)
    words = {
        "slug": slug,
        "title": slug.replace("-", " ").capitalize(),
        "app": app.name,
        "app_title": app.title,
        "skill": skill,
        "editable": path,
        "workload": next(iter(app.workloads)),
        "health": app.health,
    }
    files = {f"guide/{name}.md": _filled(f"{name}.md", words) for name in ("10-goal", "20-measure", "30-change")}
    files["good.md"] = _filled("good.md", words)
    files["lab.yaml"] = _filled("lab.yaml", words)
    files["starter/locustfile.py"] = _filled("locustfile.py.txt", words)
    files[f"reference/{path}"] = source + CHANGE.format(what="the change that earns full marks")
    files[f"solutions/second/{path}"] = source + CHANGE.format(what="another correct change")
    for name, (reason, does) in CHEATS.items():
        files[f"cheats/{name}/cheat.yaml"] = f"reason: {reason}\nabout: TODO, for example that it {does}.\n"
        files[f"cheats/{name}/{path}"] = source + CHANGE.format(what=f"a change that {does}")
    return dict(sorted(files.items()))


def _editable_source(app: App) -> tuple[str, str]:
    """The app's first editable Python file: what the new lab is about until its author says otherwise."""
    for path, content in app.app_content().items():
        if path.endswith(".py") and paths.matches(path, app.editable):
            return path, content.decode().rstrip()
    raise CannotCreate(f"The app {app.name} lets nobody edit a Python file, so there is nothing to start from.")


def _filled(name: str, words: dict[str, str]) -> str:
    return Template((TEMPLATES / name).read_text()).substitute(words)


def _write(folder: Path, files: dict[str, str]) -> None:
    """All files or none: the folder appears under its name when it is whole."""
    making = folder.with_name(f".{folder.name}.new")
    try:
        _lay(making, files.items())
        making.rename(folder)
    except OSError as error:
        shutil.rmtree(making, ignore_errors=True)
        raise CannotCreate(f"{folder} cannot be written: {error.strerror}. Nothing was left behind.") from error


def _lay(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    for path, content in files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
