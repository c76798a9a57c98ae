"""A lab of three steps in memory, and a person at its start."""

from dataclasses import replace

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.catalog.manifest.lab import PointsManifest
from perfgym.catalog.step import Step
from perfgym.checks.kind import Asked
from perfgym.runs.models import Kind, Run, State
from perfgym.workspaces.models import Snapshot, digest_of_all
from tests import factories
from tests.checks import wrong

HINTS = ("Look.", "Look closer.", "It is there.")
MEDIAN = 20.5


def lab(**more: object) -> Lab:
    """Steps without a check, with a number to find, and without a check; hints of the second cost 0, 2 and 5."""
    asks = wrong.asked("answer", part="baseline", question="What is the median?", figure="p50")
    values = {
        "steps": (step(1), step(2, asks, HINTS), step(3)),
        "points": PointsManifest(baseline=30, improvement=70),
        "hint_costs": (0, 2, 5),
        **more,
    }
    return replace(library.default().lab(factories.LAB), **values)  # type: ignore[arg-type]


def step(number: int, check: Asked | None = None, hints: tuple[str, ...] = ()) -> Step:
    return Step(factories.LAB, number, f"{number}0-step", f"Step number {number}", 5, "Text.", hints, check)


def load_test(owner: Person, **more: object) -> Run:
    result = {"count": 120, "fails": 0, "rps": 12.5, "p50": MEDIAN, "p95": 40.0, "p99": 61.0, "seconds": 9.6}
    return Run.objects.create(
        owner=owner,
        kind=Kind.EXPLORE,
        lab=factories.LAB,
        lab_digest="0",
        snapshot=Snapshot.of({}),
        change=digest_of_all({}),
        state=State.FINISHED,
        result=result | more,
        settings={"users": 7},
    )
