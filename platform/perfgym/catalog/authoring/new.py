"""A new lab that already passes the check: what is left to write says TODO, and the check warns of each."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from perfgym.catalog import library
from perfgym.catalog.app import App
from perfgym.catalog.authoring.forms import Form, files
from perfgym.catalog.library import Library
from perfgym.catalog.loading.problems import listed, suggestion
from perfgym.catalog.manifest.fields import SLUG
from perfgym.errors import LearnerError


class CannotCreate(LearnerError):
    """A new lab cannot be written like this."""


def create(
    slug: str, app_name: str | None, labs_dir: Path, apps_dir: Path, form: Form = Form.CHANGE
) -> tuple[Path, ...]:
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
    app = None if form is Form.TEXT else _app(found, app_name)
    written = files(form, slug, app, next(iter(found.skills)))
    _write(folder, written)
    return tuple(folder / path for path in written)


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


def _write(folder: Path, written: dict[str, str]) -> None:
    """All files or none: the folder appears under its name when it is whole."""
    making = folder.with_name(f".{folder.name}.new")
    try:
        _lay(making, written.items())
        making.rename(folder)
    except OSError as error:
        shutil.rmtree(making, ignore_errors=True)
        raise CannotCreate(f"{folder} cannot be written: {error.strerror}. Nothing was left behind.") from error


def _lay(folder: Path, written: Iterable[tuple[str, str]]) -> None:
    for path, content in written:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
