"""What the steps of a lab can earn."""

from typing import get_args

from perfgym.catalog.lab import Lab
from perfgym.checks.kind import Part


def of_steps(lab: Lab) -> dict[str, int]:
    """What each step's check can earn, by name: a part's points are shared out equally, the first get the rest."""
    earns: dict[str, int] = {}
    for part in get_args(Part):
        names = [step.name for step in lab.steps if step.check is not None and step.check.part == part]
        whole: int = getattr(lab.points, part)
        for place, name in enumerate(names):
            earns[name] = whole // len(names) + (place < whole % len(names))
    return earns
