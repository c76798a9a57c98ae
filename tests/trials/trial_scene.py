"""A lab whose second step asks for a noise band, a person with repeats of its load test, and what trials bring."""

from dataclasses import replace
from typing import Any

from perfgym.accounts.models import Person
from perfgym.catalog.lab import Lab
from perfgym.catalog.manifest.lab import PointsManifest
from perfgym.progress.course import Course
from perfgym.progress.models import Answer, Trial
from perfgym.runs import claim as claims
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.outcome import Outcome, Reason
from perfgym.workspaces.models import Snapshot, digest_of_all
from tests import factories
from tests.checks import wrong
from tests.progress import scene

SETTINGS = {"users": 10, "spawn_rate": 5, "seconds": 20, "tags": [], "profile": "none"}
P95S, RPSS = (80.0, 82.0, 84.0, 81.0, 83.0), (30.0, 30.5, 31.0, 30.2, 30.8)
GIVEN = {"p95-from": "77", "p95-to": "87", "rps-from": "29", "rps-to": "32"}


def lab() -> Lab:
    asks = wrong.asked("band", part="baseline", users=5, seconds=10)
    steps = (scene.step(1), scene.step(2, asks), scene.step(3))
    return replace(scene.lab(), steps=steps, points=PointsManifest(baseline=30, improvement=70))


def result(p95: float = 82.0, rps: float = 30.4, **more: Any) -> dict[str, Any]:
    figures = {"count": 600, "fails": 0, "seconds": 19.9, "p50": p95 / 3, "p95": p95, "p99": p95 * 1.4, "rps": rps}
    return {**figures, "settings": SETTINGS, "generator": {"limited": False}, **more}


def repeat(owner: Person, p95: float, rps: float, *, files: dict[str, str] | None = None, **more: Any) -> Run:
    """One load test of the learner's own; `files` are those they changed."""
    snapshot = Snapshot.of(files or {})
    run = Run.objects.create(
        owner=owner,
        kind=Kind.EXPLORE,
        lab=factories.LAB,
        lab_digest="0",
        snapshot=snapshot,
        change=snapshot.digest_without("locustfile.py") if files else digest_of_all({}),
        state=State.FINISHED,
        settings=SETTINGS | more,
        result=result(p95, rps),
    )
    Run.objects.filter(pk=run.pk).update(finished_at=run.created_at)
    return run


def course(person: Person | None = None) -> Course:
    """At the second step, with five repeats."""
    owner = person or factories.person()
    for p95, rps in zip(P95S, RPSS, strict=True):
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
    assert claims.finish(claim, Outcome(result(**more), {}, reason=reason, bundle=b"" if reason else b"raw"))
    run.refresh_from_db()
    return run
