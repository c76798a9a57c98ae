"""lab.yaml against what is around it: skills, editable files, minutes, and the names in the folder."""

import re
from collections.abc import Collection

from perfgym.catalog import paths
from perfgym.catalog.checking.place import document, line_of, shown
from perfgym.catalog.lab import Lab
from perfgym.catalog.loading.problems import Problem, Severity, listed, suggestion
from perfgym.catalog.manifest.fields import SLUG

PLACES = ("lab.yaml", "guide", "good.md", "good", "starter", "reference", "solutions", "cheats", "faults", "trials")
SUMMARY_WORDS = 35
MINUTES_APART = 0.25  # of the lab's minutes: how far the steps' sum may lie from it
UNFINISHED = "TODO"


def problems(lab: Lab, skills: Collection[str]) -> list[Problem]:
    return [*_name(lab), *_places(lab), *_skills(lab, skills), *_editable(lab), *_sizes(lab), *_unfinished(lab)]


def _name(lab: Lab) -> list[Problem]:
    if re.fullmatch(SLUG, lab.slug):
        return []
    return [Problem(shown(lab, "lab.yaml"), 1, "the folder's name must be lower-case words joined by -: my-lab")]


def _places(lab: Lab) -> list[Problem]:
    unknown = sorted({path.split("/")[0] for path in lab.files} - set(PLACES))
    return [
        Problem(
            shown(lab, name), 1, f"a lab has no such part.{suggestion(name, PLACES)} Allowed here: {listed(PLACES)}"
        )
        for name in unknown
    ]


def _skills(lab: Lab, known: Collection[str]) -> list[Problem]:
    lines = document(lab)
    return [
        Problem(
            lines.file,
            lines.line(("skills", index)),
            f"labs/skills.yaml has no skill `{skill}`.{suggestion(skill, known)} Skills: {listed(known)}",
        )
        for index, skill in enumerate(lab.skills)
        if skill not in known
    ]


def _editable(lab: Lab) -> list[Problem]:
    lines, starter = document(lab), lab.starter()
    return [
        Problem(lines.file, lines.line(("editable", index)), f"`{pattern}` matches no file of the starter")
        for index, pattern in enumerate(lab.editable)
        if not any(paths.matches(path, [pattern]) for path in starter)
    ]


def _sizes(lab: Lab) -> list[Problem]:
    lines, found = document(lab), []
    words = len(lab.summary.split())
    if words > SUMMARY_WORDS:
        message = f"the summary has {words} words; up to {SUMMARY_WORDS} are read"
        found.append(Problem(lines.file, lines.line(("summary",)), message, Severity.WARNING))
    total = sum(step.minutes for step in lab.steps)
    if abs(total - lab.minutes) > MINUTES_APART * lab.minutes:
        message = f"the lab says {lab.minutes} minutes, its steps together {total}"
        found.append(Problem(lines.file, lines.line(("minutes",)), message, Severity.WARNING))
    return found


def _unfinished(lab: Lab) -> list[Problem]:
    return [
        Problem(shown(lab, path), line_of(content, UNFINISHED), f"this still says {UNFINISHED}", Severity.WARNING)
        for path, content in lab.files.items()
        if UNFINISHED.encode() in content
    ]
