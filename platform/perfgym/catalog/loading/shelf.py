"""skills.yaml, tracks.yaml, career.yaml -> skill map, tracks, career. A file that is not there is an empty one."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from perfgym.catalog.loading import files as reading
from perfgym.catalog.loading.nodes import Document, parse
from perfgym.catalog.loading.problems import ManifestError, Problem, listed, suggestion
from perfgym.catalog.loading.validate import validate
from perfgym.catalog.manifest.career import CareerManifest, RoleManifest
from perfgym.catalog.manifest.shelf import Skill, SkillsManifest, Track, TracksManifest


def read_skills(labs: Path) -> dict[str, Skill]:
    """The skill map by id. Raises ManifestError."""
    document = _document(labs, "skills.yaml")
    if document is None:
        return {}
    skills = validate(SkillsManifest, document).skills
    _refuse_doubles(document, "skills", skills)
    return {skill.id: skill for skill in skills}


def read_tracks(labs: Path) -> tuple[Track, ...]:
    """The tracks in order. Raises ManifestError."""
    document = _document(labs, "tracks.yaml")
    if document is None:
        return ()
    tracks = validate(TracksManifest, document).tracks
    _refuse_doubles(document, "tracks", tracks)
    return tracks


def read_career(labs: Path) -> CareerManifest | None:
    """What the career guide says. Raises ManifestError."""
    document = _document(labs, "career.yaml")
    if document is None:
        return None
    career = validate(CareerManifest, document)
    _refuse_doubles(document, "roles", career.roles)
    _refuse_unknown_sections(document, career.guide.sections)
    return career


def _refuse_unknown_sections(document: Document, sections: Sequence[str]) -> None:
    """Every `source`, wherever it stands, is a section that the guide has, and so is each of `also`."""
    problems = [
        Problem(
            document.file,
            line,
            f"the guide has no section `{named}`.{suggestion(named, sections)} Sections: {listed(sections)}",
        )
        for place, line in document.lines.items()
        if (place[-1:] == ("source",) or place[-2:-1] == ("also",)) and (named := document.at(place)) not in sections
    ]
    if problems:
        raise ManifestError(problems)


def _document(labs: Path, name: str) -> Document | None:
    path, shown = labs / name, f"{labs.name}/{name}"
    return parse(reading.read(path, shown), shown) if path.exists() else None


def _refuse_doubles(document: Document, key: str, entries: Sequence[Skill | Track | RoleManifest]) -> None:
    counts = Counter(entry.id for entry in entries)
    problems = [
        Problem(document.file, document.line((key, index)), f"the id `{entry.id}` is there twice; each id once")
        for index, entry in enumerate(entries)
        if counts[entry.id] > 1
    ]
    if problems:
        raise ManifestError(problems)
