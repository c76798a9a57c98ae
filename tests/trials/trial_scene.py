"""A lab whose second step asks for a noise band, a person with repeats of its load test, and what trials bring."""

from dataclasses import replace
from typing import Any

from perfgym.accounts.models import Person
from perfgym.catalog.lab import Lab
from perfgym.catalog.manifest.lab import PointsManifest
from perfgym.progress.course import Course
from perfgym.progress.models import Answer, Trial
from perfgym.runs import claim as claims
from perfgym.runs.models import Run
from perfgym.runs.outcome import Outcome, Reason
from tests import factories
from tests.chaos import band, repeats
from tests.checks import wrong
from tests.progress import scene

GIVEN = band.GIVEN


def lab() -> Lab:
    asks = wrong.asked("band", part="baseline", users=5, seconds=10)
    steps = (scene.step(1), scene.step(2, asks), scene.step(3))
    return replace(scene.lab(), steps=steps, points=PointsManifest(baseline=30, improvement=70))


def repeat(owner: Person, p95: float, rps: float, *, files: dict[str, str] | None = None, **more: Any) -> Run:
    """One load test of the learner's own; `files` are those they changed."""
    return repeats.repeat(owner, factories.LAB, p95, rps, files, **more)


def course(person: Person | None = None) -> Course:
    """At the second step, with five repeats."""
    owner = person or factories.person()
    for p95, rps in zip(band.P95S, band.RPSS, strict=True):
        repeat(owner, p95, rps)
    made = Course(owner, lab())
    made.go_on(made.lab.steps[0])
    return made


def answer(made: Course, **given: str) -> Answer:
    """To the second step, as a page would send it: with what is known by then."""
    again = Course(made.person, made.lab)
    return again.answer(again.lab.steps[1], GIVEN | given)


def run_of(waiting: Answer) -> Run:
    return Trial.objects.get(answer=waiting).run


def measured(run: Run, reason: Reason | None = None, **more: Any) -> Run:
    """The run as a worker leaves it."""
    claim = claims.claim_next("w")
    assert claim is not None
    assert claim.run.pk == run.pk
    assert claims.begin(claim)
    assert claims.finish(claim, Outcome(band.result(**more), {}, reason=reason, bundle=b"" if reason else b"raw"))
    run.refresh_from_db()
    return run
