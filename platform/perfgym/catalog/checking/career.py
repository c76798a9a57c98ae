"""career.yaml against skills.yaml: skills that there are, and roles that both name alike."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from perfgym.catalog.library import Library
from perfgym.catalog.loading.nodes import Document, Location, parse
from perfgym.catalog.loading.problems import Problem, Severity, listed, suggestion
from perfgym.catalog.manifest.career import CareerManifest
from perfgym.catalog.manifest.shelf import Skill


def problems(found: Library, labs_dir: Path) -> list[Problem]:
    """Nothing where there is no career.yaml, or where it cannot be read."""
    if found.career is None:
        return []
    career, skills = (_document(labs_dir, name) for name in ("career.yaml", "skills.yaml"))
    wanted = {role for skill in found.skills.values() for role in skill.roles}
    return [
        *_unknown_skills(career, found.career, found.skills),
        *_unknown_roles(skills, found.skills, {role.name for role in found.career.roles}),
        *_without_skills(career, found.career, wanted),
    ]


def _document(labs_dir: Path, name: str) -> Document:
    file = labs_dir / name
    return parse(file.read_bytes() if file.exists() else b"{}", f"{labs_dir.name}/{name}")


def _unknown_skills(lines: Document, career: CareerManifest, known: Mapping[str, Skill]) -> list[Problem]:
    return [
        Problem(
            lines.file,
            lines.line(place),
            f"labs/skills.yaml has no skill `{skill}`.{suggestion(skill, known)} Skills: {listed(known)}",
        )
        for skill, place in _named(career)
        if skill not in known
    ]


def _named(career: CareerManifest) -> Iterator[tuple[str, Location]]:
    """Every skill that the file names, and where."""
    for at, one in enumerate(career.practice):
        yield one.skill, ("practice", at, "skill")
    for at, stage in enumerate(career.way.stages):
        for place, skill in enumerate(stage.skills):
            yield skill, ("way", "stages", at, "skills", place)


def _unknown_roles(lines: Document, skills: Mapping[str, Skill], known: Collection[str]) -> list[Problem]:
    named = [
        (role, ("skills", i, "roles", j)) for i, one in enumerate(skills.values()) for j, role in enumerate(one.roles)
    ]
    return [
        Problem(
            lines.file,
            lines.line(place),
            f"labs/career.yaml has no role `{role}`.{suggestion(role, known)} Roles: {listed(sorted(known))}",
        )
        for role, place in named
        if role not in known
    ]


def _without_skills(lines: Document, career: CareerManifest, wanted: Collection[str]) -> list[Problem]:
    return [
        Problem(
            lines.file,
            lines.line(("roles", at)),
            f"no skill of labs/skills.yaml names the role `{role.name}`, so nothing leads to it",
            Severity.WARNING,
        )
        for at, role in enumerate(career.roles)
        if role.name not in wanted
    ]
