"""The whole catalogue in memory: labs, apps, skills, tracks, career. A broken lab is kept apart; the others go on."""

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from perfgym.catalog.app import App
from perfgym.catalog.lab import Lab
from perfgym.catalog.loading import files
from perfgym.catalog.loading.app import MANIFEST as APP_MANIFEST
from perfgym.catalog.loading.app import read_app
from perfgym.catalog.loading.lab import read_lab
from perfgym.catalog.loading.problems import ManifestError, Problem, listed, suggestion
from perfgym.catalog.loading.shelf import read_career, read_skills, read_tracks
from perfgym.catalog.manifest.career import CareerManifest
from perfgym.catalog.manifest.shelf import Skill, Track
from perfgym.errors import LearnerError

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[3]


class UnknownLab(LearnerError):
    """There is no lab of this name."""

    def __init__(self, slug: str, known: Iterable[str]) -> None:
        names = sorted(known)
        super().__init__(f"There is no lab `{slug}`.{suggestion(slug, names)} Labs: {listed(names)}.")


@dataclass(frozen=True, eq=False)
class Library:
    """`labs` and `apps` by name, sorted; `broken_labs` and `broken_apps` say why the others could not be read."""

    labs: Mapping[str, Lab]
    apps: Mapping[str, App]
    skills: Mapping[str, Skill]
    tracks: tuple[Track, ...]
    career: CareerManifest | None  # None: there is no career.yaml, or it cannot be read
    broken_labs: Mapping[str, ManifestError]
    broken_apps: Mapping[str, ManifestError]
    problems: tuple[Problem, ...]  # of skills.yaml, tracks.yaml and career.yaml

    def in_order(self) -> list[Lab]:
        """The labs as the tracks lead through them, then those in no track by name."""
        named = dict.fromkeys([*(slug for track in self.tracks for slug in track.labs), *self.labs])
        return [self.labs[slug] for slug in named if slug in self.labs]

    def lab(self, slug: str) -> Lab:
        """One lab. Raises UnknownLab, or the ManifestError of a lab that cannot be read."""
        if slug in self.broken_labs:
            raise self.broken_labs[slug]
        if slug not in self.labs:
            raise UnknownLab(slug, [*self.labs, *self.broken_labs])
        return self.labs[slug]


def load(root: Path) -> Library:
    """The catalogue of a folder that holds labs/ and sandbox_apps/."""
    return read(root / "labs", root / "sandbox_apps")


def read(labs_dir: Path, apps_dir: Path) -> Library:
    """The catalogue of two folders. What is wrong in them is in `broken_labs`, `broken_apps` and `problems`."""
    apps: dict[str, App] = {}
    broken_apps: dict[str, ManifestError] = {}
    for folder in _folders(apps_dir, APP_MANIFEST):
        try:
            apps[folder.name] = read_app(folder, f"{apps_dir.name}/{folder.name}")
        except ManifestError as error:
            broken_apps[folder.name] = error
    labs: dict[str, Lab] = {}
    broken_labs: dict[str, ManifestError] = {}
    for folder in _folders(labs_dir):
        try:
            labs[folder.name] = read_lab(folder, f"{labs_dir.name}/{folder.name}", apps, broken_apps)
        except ManifestError as error:
            broken_labs[folder.name] = error
    problems: list[Problem] = []
    skills = _kept_apart(read_skills, labs_dir, problems) or {}
    return Library(
        labs=MappingProxyType(labs),
        apps=MappingProxyType(apps),
        skills=MappingProxyType(skills),
        tracks=_kept_apart(read_tracks, labs_dir, problems) or (),
        career=_kept_apart(read_career, labs_dir, problems),
        broken_labs=MappingProxyType(broken_labs),
        broken_apps=MappingProxyType(broken_apps),
        problems=tuple(problems),
    )


def folders() -> tuple[Path, Path]:
    """(labs, apps) as the settings have them, or the repository's own when Django is not in use."""
    from django.conf import settings

    if settings.configured or os.environ.get("DJANGO_SETTINGS_MODULE"):
        return Path(settings.LABS_DIR), Path(settings.APPS_DIR)
    return ROOT / "labs", ROOT / "sandbox_apps"


def default() -> Library:
    """The catalogue in use, read once; in debug mode read again whenever one of its files changed."""
    global _kept
    where = folders()
    with _lock:
        key = (where, tuple(map(files.stamp, where)) if _debug() else None)
        if _kept is None or _kept[0] != key:
            _kept = (key, read(*where))
        return _kept[1]


def lab_or_404(slug: str) -> Lab:
    """For views: the lab, or Http404 for a name that is not there. A broken lab raises its ManifestError."""
    from django.http import Http404

    try:
        return default().lab(slug)
    except UnknownLab as error:
        raise Http404(str(error)) from error


_kept: tuple[object, Library] | None = None
_lock = threading.Lock()


def _debug() -> bool:
    from django.conf import settings

    return settings.configured and bool(settings.DEBUG)


def _folders(parent: Path, marker: str | None = None) -> list[Path]:
    """Folders that are not hidden; with `marker`, only those that hold it. Links are in, to be refused by name."""
    if not parent.is_dir():
        return []
    found = sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))
    return [path for path in found if marker is None or (path / marker).exists()]


def _kept_apart(read: Callable[[Path], T], labs_dir: Path, problems: list[Problem]) -> T | None:
    """What `read` makes of the folder; where its file is broken, the problems are added and it is None."""
    try:
        return read(labs_dir)
    except ManifestError as error:
        problems += error.problems
        return None
