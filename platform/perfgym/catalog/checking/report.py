"""The check of a whole catalogue, or of some of its labs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfgym.catalog import library
from perfgym.catalog.checking import app, career, code, figures, good, manifest, overlays, pages, steps, whole
from perfgym.catalog.checking.prose import Length, length
from perfgym.catalog.lab import Lab
from perfgym.catalog.library import Library, UnknownLab
from perfgym.catalog.loading.nodes import parse
from perfgym.catalog.loading.problems import Problem, Severity, listed, suggestion


@dataclass(frozen=True)
class Report:
    """What was looked at, and what is wrong with it, sorted by file and line."""

    labs: tuple[str, ...]
    apps: tuple[str, ...]
    problems: tuple[Problem, ...]
    lengths: Mapping[str, Length]

    @property
    def errors(self) -> int:
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors


def check(labs_dir: Path, apps_dir: Path, slugs: Sequence[str] = ()) -> Report:
    """Check the named labs with their apps, or without names all labs and all apps. Raises UnknownLab."""
    found = library.read(labs_dir, apps_dir)
    every = sorted([*found.labs, *found.broken_labs])
    for slug in slugs:
        if slug not in every:
            raise UnknownLab(slug, every)
    names = sorted(set(slugs)) or every
    apps = sorted(_apps_of(names, found) if slugs else _all_apps(found))
    problems = [*found.problems, *_tracks(found, labs_dir), *career.problems(found, labs_dir)]
    for name in names:
        problems += found.broken_labs[name].problems if name in found.broken_labs else lab(found.labs[name], found)
    for name in apps:
        problems += found.broken_apps[name].problems if name in found.broken_apps else app.problems(found.apps[name])
    lengths = {name: length(found.labs[name]) for name in names if name in found.labs}
    return Report(tuple(names), tuple(apps), tuple(sorted(set(problems))), lengths)


def lab(one: Lab, found: Library) -> list[Problem]:
    """Everything wrong with a lab that could be read."""
    every = [*found.labs, *found.broken_labs]
    return [
        *manifest.problems(one, found.skills),
        *overlays.problems(one),
        *pages.problems(one, every),
        *good.problems(one, every),
        *code.problems(one),
        *steps.problems(one),
        *whole.problems(one),
        *figures.problems(one, found.labs),
    ]


def _apps_of(names: Sequence[str], found: Library) -> set[str]:
    apps = (found.labs[name].runs_on for name in names if name in found.labs)
    return {one.name for one in apps if one is not None}


def _all_apps(found: Library) -> set[str]:
    return {*found.apps, *found.broken_apps}


def _tracks(found: Library, labs_dir: Path) -> list[Problem]:
    if not found.tracks:
        return []
    file = f"{labs_dir.name}/tracks.yaml"
    lines = parse((labs_dir / "tracks.yaml").read_bytes(), file)
    known = [*found.labs, *found.broken_labs]
    named = [
        (slug, ("tracks", i, "labs", j)) for i, track in enumerate(found.tracks) for j, slug in enumerate(track.labs)
    ]
    unknown = [
        Problem(file, lines.line(place), f"there is no lab `{slug}`.{suggestion(slug, known)} Labs: {listed(known)}")
        for slug, place in named
        if slug not in known
    ]
    return unknown + [
        Problem(file, 1, f"the lab `{slug}` stands in no track, so nobody is led to it", Severity.WARNING)
        for slug in known
        if slug not in dict(named)
    ]
