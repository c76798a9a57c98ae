"""An answer that waits for the platform's measurement is judged once, whoever comes first and however often."""

import threading
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from perfgym.catalog import library
from perfgym.progress import points, trials
from perfgym.progress.course import Course
from perfgym.progress.errors import StillWaiting
from perfgym.progress.models import Answer, Judged
from perfgym.runs import claim as claims
from perfgym.runs import dispatcher, work
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.outcome import Reason
from perfgym.runs.quota import QuotaExceeded
from tests import factories
from tests.chaos import band
from tests.trials import trial_scene as scene

pytestmark = [pytest.mark.servers, pytest.mark.django_db, pytest.mark.usefixtures("the_lab")]


def state(course: Course) -> str:
    return Course(course.person, course.lab).places[1].state


def test_an_answer_waits_for_its_measurement_and_earns_nothing_yet(course: Course) -> None:
    waiting = scene.answer(course)
    assert (waiting.state, waiting.passed, waiting.points, state(course)) == (Judged.WAITING, False, 0, "open")
    run = scene.run_of(waiting)
    assert (run.kind, run.state, run.settings["users"], run.settings["seconds"]) == (Kind.TRIAL, State.QUEUED, 10, 20)
    assert run.trial is not None
    assert (run.trial["locustfile"], run.trial["fault"]) == ("starter/locustfile.py", "")


def test_once_measured_it_is_judged_and_earns_its_points_once(course: Course) -> None:
    waiting = scene.answer(course)
    run = scene.measured(scene.run_of(waiting))
    for _ in range(3):
        trials.settle_of(run)
        trials.settle_all()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.passed, waiting.points) == (Judged.YES, True, 30)
    assert state(course) == "passed"
    assert points.of(course.person, course.lab).total == 30
    assert Answer.objects.count() == 1


def test_a_band_that_misses_the_fresh_run_is_wrong(course: Course) -> None:
    waiting = scene.answer(course)
    trials.settle_of(scene.measured(scene.run_of(waiting), p95=99.0))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.passed, state(course)) == (Judged.YES, False, "open")
    assert "95th percentile 99 ms, your band 77 to 87" in waiting.message
    assert "Outside: 95th percentile." in waiting.message


def test_what_is_wrong_already_is_not_measured(course: Course) -> None:
    refused = scene.answer(course, **{"p95-to": "9999"})
    assert (refused.state, refused.passed) == (Judged.YES, False)
    assert not Run.objects.filter(kind=Kind.TRIAL).exists()


@pytest.mark.parametrize("reason", [Reason.PLATFORM, Reason.WORKER_LOST, Reason.APP_START, Reason.LOCUSTFILE_ERROR])
def test_our_fault_is_not_the_learners(course: Course, reason: Reason) -> None:
    waiting = scene.answer(course)
    trials.settle_of(scene.measured(scene.run_of(waiting), reason))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.passed, waiting.points) == (Judged.NOT, False, 0)
    assert "our fault" in waiting.message
    assert "check it again" in waiting.message
    assert scene.answer(course).state == Judged.WAITING


def test_a_machine_that_was_too_busy_says_nothing(course: Course) -> None:
    waiting = scene.answer(course)
    trials.settle_of(scene.measured(scene.run_of(waiting), p95=99.0, generator={"limited": True}))
    waiting.refresh_from_db()
    assert (waiting.state, "too busy" in waiting.message) == (Judged.NOT, True)


def test_a_measurement_that_is_stopped_leaves_the_answer_unjudged(course: Course) -> None:
    waiting = scene.answer(course)
    scene.run_of(waiting).cancel()
    assert Course(course.person, course.lab).waiting(course.lab.steps[1]) is None
    waiting.refresh_from_db()
    assert (waiting.state, "You stopped" in waiting.message) == (Judged.NOT, True)


def test_a_worker_that_dies_before_it_judges_is_made_good_by_the_next_look(course: Course) -> None:
    waiting = scene.answer(course)
    scene.measured(scene.run_of(waiting))  # committed, and nobody was told
    assert trials.settle_of in work.ENDED
    assert trials.settle_all in dispatcher.CHORES
    page = Course(course.person, course.lab)
    assert page.waiting(page.lab.steps[1]) is None
    assert page.places[1].state == "passed"


def test_the_evidence_is_that_of_the_moment_of_the_answer(course: Course) -> None:
    waiting = scene.answer(course)
    for _ in range(5):
        scene.repeat(course.person, 300.0, 9.0)  # runs that would make another band right
    trials.settle_of(scene.measured(scene.run_of(waiting)))
    waiting.refresh_from_db()
    assert waiting.passed


def test_a_double_click_asks_once_and_another_answer_waits(course: Course) -> None:
    first, again = scene.answer(course), scene.answer(course)
    assert first.pk == again.pk
    with pytest.raises(StillWaiting, match="still waiting for its measurement"):
        scene.answer(course, **{"p95-to": "88"})
    assert Run.objects.filter(kind=Kind.TRIAL).count() == 1


def test_trials_count_among_a_learners_runs(course: Course) -> None:
    for _ in range(4):
        factories.queued_run(course.person)
    with pytest.raises(QuotaExceeded):
        scene.answer(course)
    assert not Answer.objects.exists()


def test_a_trial_is_no_run_of_ones_own(course: Course) -> None:
    waiting = scene.answer(course)
    run = scene.measured(scene.run_of(waiting))
    assert run not in Run.objects.own(course.person)
    assert run not in Run.objects.visible_to(course.person)
    assert run not in Run.objects.visible_to(factories.person(staff=True))
    assert run in Run.objects.followed_by(course.person)
    assert run not in Run.objects.followed_by(factories.person())
    assert len(Course(course.person, course.lab).evidence.load_tests) == len(band.P95S)
    assert run.state_now()["sentence"] == ""


def test_a_lab_that_changed_meanwhile_judges_nothing(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = scene.answer(course)
    known = library.default()
    monkeypatch.setattr(library, "default", lambda: replace(known, labs={}))
    trials.settle_of(scene.measured(scene.run_of(waiting)))
    waiting.refresh_from_db()
    assert (waiting.state, "was changed" in waiting.message) == (Judged.NOT, True)


@pytest.mark.parametrize("change", [{"passed": True}, {"points": 3}, {"state": "soon"}])
def test_the_database_refuses_an_answer_that_waits_and_earns(course: Course, change: dict[str, object]) -> None:
    waiting = scene.answer(course)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=waiting.pk).update(**change)


def test_the_database_refuses_a_trial_that_does_not_say_what(course: Course) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.queued_run(course.person, Kind.TRIAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.queued_run(course.person, Kind.EXPLORE, trial={"says": "x"})


@pytest.mark.django_db(transaction=True)
def test_two_who_judge_at_once_judge_once(course: Course) -> None:
    waiting = scene.answer(course)
    run = scene.measured(scene.run_of(waiting))
    start = threading.Barrier(3)

    def judge() -> None:
        start.wait(10)
        trials.settle_of(run)
        trials.settle_all()
        connection.close()

    threads = [threading.Thread(target=judge) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    waiting.refresh_from_db()
    assert (waiting.passed, waiting.points) == (True, 30)


def test_what_a_worker_may_take_includes_trials(course: Course) -> None:
    scene.answer(course)
    assert claims.claim_next("w", (Kind.COMPARE,)) is None
    assert claims.claim_next("w", (Kind.EXPLORE, Kind.TRIAL)) is not None
