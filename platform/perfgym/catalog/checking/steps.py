"""The checks of a lab's steps against its points: whatever can be earned is earned somewhere."""

from typing import get_args

from perfgym.catalog.checking.place import document, line_of, shown
from perfgym.catalog.lab import Lab
from perfgym.catalog.loading.problems import Problem, listed
from perfgym.checks.kind import Part

PARTS = get_args(Part)


def problems(lab: Lab) -> list[Problem]:
    return [*_unearned(lab), *_worthless(lab)]


def _unearned(lab: Lab) -> list[Problem]:
    """Points that no step gives. The improvement's come from the comparison itself."""
    lines, named = document(lab), {step.check.part for step in lab.steps if step.check is not None}
    return [
        Problem(
            lines.file,
            lines.line(("points", part)),
            f"nobody can earn the {getattr(lab.points, part)} points of `{part}`: no step has a check with "
            f"`part: {part}`. Give one to a step, or the points to another part",
        )
        for part in PARTS
        if getattr(lab.points, part) and part not in named
    ]


def _worthless(lab: Lab) -> list[Problem]:
    """Checks that name a part without points."""
    worth = [part for part in PARTS if getattr(lab.points, part)]
    return [
        Problem(
            shown(lab, path),
            line_of(lab.files[path], "part:"),
            f"lab.yaml gives no points to `{step.check.part}`. Parts with points: {listed(worth)}",
        )
        for step in lab.steps
        if step.check is not None and step.check.part is not None and step.check.part not in worth
        for path in [f"guide/{step.name}.md"]
    ]
