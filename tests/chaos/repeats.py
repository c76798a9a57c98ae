"""People who may answer the step whose answers wait for a measurement: with repeats of a load test behind them."""

from typing import Any

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.progress.course import Course
from perfgym.runs.models import Kind, Run, State
from perfgym.workspaces.models import Snapshot, digest_of_all
from tests.chaos import band


def repeat(owner: Person, lab: str, p95: float, rps: float, files: dict[str, str] | None = None, **more: Any) -> Run:
    """One load test of the learner's own; `files` are those they changed."""
    snapshot = Snapshot.of(files or {})
    run = Run.objects.create(
        owner=owner,
        kind=Kind.EXPLORE,
        lab=lab,
        lab_digest="0",
        snapshot=snapshot,
        change=snapshot.digest_without("locustfile.py") if files else digest_of_all({}),
        state=State.FINISHED,
        settings=band.SETTINGS | more,
        result=band.result(p95, rps),
    )
    Run.objects.filter(pk=run.pk).update(finished_at=run.created_at)
    return run


def lead_there(person: Person) -> None:
    """Give them the repeats that the step asks for, and open it."""
    lab = library.default().lab(band.LAB)
    for p95, rps in zip(band.P95S, band.RPSS, strict=True):
        repeat(person, band.LAB, p95, rps)
    course = Course(person, lab)
    for step in lab.steps[: next(step.number for step in lab.steps if step.name == band.STEP) - 1]:
        course.skip(step)
