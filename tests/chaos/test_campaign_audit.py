"""The campaign's audit finds what it is there to find: each rule is broken on purpose once."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from perfgym.catalog import library
from perfgym.progress import trials
from perfgym.progress.course import Course
from perfgym.progress.models import Answer, Judged
from perfgym.runs.models import Evidence, Kind, Run, ScoreEvent, State
from tests import factories
from tests.chaos import audit, band, repeats

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


class Here:
    """This test's own connection in place of a deployment's."""

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()


def finished() -> Run:
    run = factories.queued_run(factories.person(), state=State.FINISHED, seed=205, points=3, attempt=1)
    Run.objects.filter(pk=run.pk).update(finished_at=Now())
    ScoreEvent.objects.create(run=run, owner=run.owner, lab=run.lab, points=3)
    Evidence.objects.create(run=run, bundle=b"raw")
    return run


def broken() -> list[str]:
    return [sentence.partition(":")[0] for sentence in audit.rows(Here())]  # type: ignore[arg-type]


def test_a_run_as_it_should_be_breaks_nothing() -> None:
    run = finished()
    assert broken() == []
    assert list(audit.keys(Here(), {str(run.key): str(run.pk)})) == []  # type: ignore[arg-type]


FAULTS: dict[str, Callable[[Run], object]] = {
    "a run is not final": lambda run: Run.objects.update(state=State.QUEUED),
    "a final run has no end": lambda run: Run.objects.update(finished_at=None),
    "a finished comparison has not exactly one score": lambda run: ScoreEvent.objects.all().delete(),
    "a run that did not finish has a score": lambda run: Run.objects.update(state=State.CANCELLED),
    "a finished run has not exactly one bundle": lambda run: Evidence.objects.all().delete(),
    "a run that did not finish has a bundle": lambda run: Run.objects.update(state=State.CANCELLED),
    "a run got points for work of another attempt": lambda run: Run.objects.update(seed=206),
    "a score differs from its run": lambda run: ScoreEvent.objects.update(points=4),
    "a run was tried more than three times": lambda run: Run.objects.update(attempt=4),
    "a run failed for another reason than three lost workers": lambda run: Run.objects.update(
        state=State.FAILED, reason="platform"
    ),
}


def judged() -> Answer:
    """An answer whose measurement is over, as the campaign leaves it."""
    ada = factories.person()
    repeats.lead_there(ada)
    course = Course(ada, library.default().lab(band.LAB))
    answer = course.answer(next(step for step in course.lab.steps if step.name == band.STEP), band.GIVEN)
    Run.objects.filter(kind=Kind.TRIAL).update(state=State.FINISHED, seed=2, result=band.result(band.INSIDE))
    trials.settle_all()
    answer.refresh_from_db()
    return answer


def test_an_answer_as_it_should_be_breaks_nothing() -> None:
    assert judged().passed
    assert broken() == []


def trial() -> Run:
    return Run.objects.get(kind=Kind.TRIAL)


UNJUDGED = {"passed": False, "points": 0}
OF_ANSWERS: dict[str, Callable[[], object]] = {
    "an answer still waits": lambda: Answer.objects.update(state=Judged.WAITING, **UNJUDGED),
    "an answer has not exactly one measurement": lambda: trial().delete(),
    "an answer was judged by a measurement that did not finish": lambda: Run.objects.update(state=State.CANCELLED),
    "an answer was not judged though its measurement finished": lambda: Answer.objects.update(
        state=Judged.NOT, **UNJUDGED
    ),
    "an answer differs from what was measured": lambda: Run.objects.update(seed=3),
    "a measurement for an answer has a score": lambda: ScoreEvent.objects.create(
        run=trial(), owner=trial().owner, lab=band.LAB, points=1
    ),
}


@pytest.mark.parametrize("sentence", audit.ANSWERS)
def test_each_rule_of_answers_is_seen_to_be_broken(sentence: str) -> None:
    judged()
    OF_ANSWERS[sentence]()
    assert sentence in broken()


@pytest.mark.parametrize("sentence", audit.RULES)
def test_each_rule_is_seen_to_be_broken(sentence: str) -> None:
    FAULTS[sentence](finished())
    assert sentence in broken()


def test_lost_and_unasked_runs_are_seen() -> None:
    run = finished()
    lost = list(audit.keys(Here(), {str(run.key): str(uuid.uuid4())}))  # type: ignore[arg-type]
    unknown = list(audit.keys(Here(), {}))  # type: ignore[arg-type]
    assert "have lost their run" in lost[0]
    assert "nobody was told of" in unknown[0]
