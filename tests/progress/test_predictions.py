"""A prediction is held against runs asked for after it, once, and earns only where no run had shown the result."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from perfgym.catalog import library
from perfgym.catalog.manifest.lab import PointsManifest
from perfgym.progress import points, predictions
from perfgym.progress.course import Course
from perfgym.progress.models import Answer, Prediction, Round
from perfgym.runs.models import Run
from tests import factories
from tests.checks import wrong
from tests.progress import scene

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
GOOD = ("2.2", "2.4", "2.7")


@pytest.fixture
def course() -> Course:
    asks = wrong.asked("predict", part="prediction", question="How many times as fast?")
    steps = (scene.step(1, asks), scene.step(2))
    lab = scene.lab(steps=steps, points=PointsManifest(prediction=5, improvement=95))
    return Course(factories.person(), lab)


@pytest.fixture(autouse=True)
def this_lab(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue's lab asks for a prediction."""
    shelf = library.default()
    known = replace(shelf, labs={**shelf.labs, course.lab.slug: course.lab})
    monkeypatch.setattr(library, "default", lambda: known)


def say(course: Course, numbers: tuple[str, str, str], ago: int) -> Answer:
    """A prediction made so many minutes ago: within a test's transaction the database's clock stands still."""
    made = course.answer(course.lab.steps[0], dict(zip(("low", "best", "high"), numbers, strict=True)))
    Answer.objects.filter(pk=made.pk).update(at=Now() - timedelta(minutes=ago))
    return made


def measure(course: Course, ratio: float, ago: int) -> Run:
    run = factories.finished_run(course.person, ratio)
    Run.objects.filter(pk=run.pk).update(created_at=Now() - timedelta(minutes=ago))
    return run


def earned(course: Course) -> int:
    return points.of(course.person, course.lab).steps


def last(course: Course) -> Prediction:
    return predictions.of_step(course.person, course.lab.slug, "10-step")[0]


def test_it_passes_the_step_and_earns_nothing_until_a_run_answers_it(course: Course) -> None:
    say(course, GOOD, ago=10)
    assert course.places[0].state == "passed"
    assert earned(course) == 0
    assert last(course).value is None


def test_the_first_run_after_it_answers_it_for_good(course: Course) -> None:
    say(course, GOOD, ago=10)
    run = measure(course, 1 / 2.4, ago=9)
    measure(course, 1 / 3.5, ago=8)
    assert earned(course) == 5
    found = last(course)
    assert (found.run, found.counts, found.is_inside) == (run, True, True)
    assert (found.expected, found.result, found.where) == ("2.4x, between 2.2x and 2.7x", "2.4x", "inside the range")
    measure(course, 1 / 1.2, ago=7)
    assert (earned(course), last(course).run) == (5, run)


@pytest.mark.parametrize(
    ("numbers", "where", "worth"),
    [
        (("1.0", "2.0", "4.5"), "inside the range", 0),
        (("1.6", "2.4", "3.2"), "inside the range", 3),
        (("1.1", "1.2", "1.3"), "above the range", 0),
        (("4", "5", "6"), "below the range", 0),
    ],
)
def test_a_wide_or_wrong_range_earns_less(
    course: Course, numbers: tuple[str, str, str], where: str, worth: int
) -> None:
    say(course, numbers, ago=10)
    measure(course, 1 / 2.4, ago=9)
    assert (earned(course), last(course).where) == (worth, where)


def test_a_run_that_had_begun_before_is_not_held_against_it(course: Course) -> None:
    measure(course, 1 / 2.4, ago=11)
    say(course, GOOD, ago=10)
    assert earned(course) == 0
    assert last(course).value is None


def test_what_a_run_had_shown_before_earns_nothing_and_does_not_count(course: Course) -> None:
    measure(course, 1 / 2.4, ago=11)
    say(course, GOOD, ago=10)
    measure(course, 1 / 2.4, ago=9)
    assert earned(course) == 0
    assert (last(course).result, last(course).counts) == ("2.4x", False)
    assert predictions.calibration(course.person).of == 0


def test_a_better_guess_after_the_result_changes_nothing(course: Course) -> None:
    say(course, ("1.1", "1.2", "1.3"), ago=10)
    measure(course, 1 / 2.4, ago=9)
    earned(course)
    say(course, GOOD, ago=8)
    measure(course, 1 / 2.4, ago=7)
    assert earned(course) == 0
    Round.again(course.person, course.lab)
    say(Course(course.person, course.lab), GOOD, ago=6)
    measure(course, 1 / 2.4, ago=5)
    assert earned(course) == 0


def test_of_several_before_a_run_the_last_one_counts(course: Course) -> None:
    say(course, GOOD, ago=10)
    say(course, ("1.1", "1.2", "1.3"), ago=9)
    run = measure(course, 1 / 2.4, ago=8)
    assert earned(course) == 0
    assert [one.best for one in predictions.of_run(run)] == [1.2]
    assert predictions.calibration(course.person) == predictions.Calibration(inside=0, of=1)


def test_runs_of_others_and_runs_that_were_not_faster_answer_nothing(course: Course) -> None:
    say(course, GOOD, ago=10)
    factories.finished_run(factories.person(), 1 / 2.4)
    measure(course, 1.0, ago=9)
    assert earned(course) == 0
    assert last(course).value is None
    measure(course, 1 / 2.4, ago=8)
    assert earned(course) == 5


def test_looking_again_costs_one_query_where_none_waits_and_two_until_a_run_has_ended(course: Course) -> None:
    assert queries(course) == 1
    say(course, GOOD, ago=10)
    run = measure(course, 1.0, ago=9)
    Run.objects.filter(pk=run.pk).update(finished_at=Now() - timedelta(minutes=8))
    predictions.settle([course.person])
    assert queries(course) == 2


def queries(course: Course) -> int:
    with CaptureQueriesContext(connection) as found:
        predictions.settle([course.person])
    return len(found)


def test_calibration_is_told_from_three_on(course: Course) -> None:
    for each in range(3):
        other = Course(course.person, scene.lab(steps=course.lab.steps))
        assert not predictions.calibration(course.person).is_told
        answer = say(other, GOOD, ago=10)
        run = measure(other, 1 / 2.4, ago=9)
        Prediction.objects.get(answer=answer).tell(run, 2.4 if each else 9.0, counts=True)
    found = predictions.calibration(course.person)
    assert (found.inside, found.of, found.is_told) == (2, 3, True)


def test_numbers_that_do_not_rise_are_never_stored(course: Course) -> None:
    made: Any = course.answer(course.lab.steps[0], {"low": "3", "best": "2", "high": "1"})
    assert not made.passed
    assert not Prediction.objects.exists()
    assert course.places[0].state == "open"
