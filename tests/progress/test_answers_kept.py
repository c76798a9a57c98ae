"""Every answer is kept with what was said to it; there are bounds, and they are told."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from perfgym.progress import course as courses
from perfgym.progress.course import Course
from perfgym.progress.errors import NothingAsked, TooManyAnswers
from perfgym.progress.models import Answer
from tests import factories
from tests.checks import wrong
from tests.progress import scene

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def course() -> Course:
    course = Course(factories.person(), scene.lab())
    course.go_on(course.lab.steps[0])
    scene.load_test(course.person)
    return course


def test_wrong_and_right_answers_are_kept_in_their_order(course: Course) -> None:
    step = course.lab.steps[1]
    for text in ("5", "200", "20.4"):
        course.answer(step, {"answer": text, "more": "is not kept"})
    found = course.answers(step)
    assert [(one.given, one.passed, one.points) for one in found] == [
        ({"answer": "20.4"}, True, 30),
        ({"answer": "200"}, False, 0),
        ({"answer": "5"}, False, 0),
    ]
    assert all(one.lab_digest == course.lab.digest and one.kind == "answer" and one.message for one in found)


def test_twenty_wrong_answers_leave_the_step_open(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courses, "HOURLY", 100)
    for text in wrong.plausible(scene.MEDIAN):
        course.answer(course.lab.steps[1], {"answer": text})
    assert Course(course.person, course.lab).places[1].state == "open"
    assert course.points.total == 0


def test_more_than_so_many_an_hour_are_not_looked_at(course: Course) -> None:
    step = course.lab.steps[1]
    for _ in range(courses.HOURLY):
        course.answer(step, {"answer": "1"})
    with pytest.raises(TooManyAnswers, match="within an hour"):
        course.answer(step, {"answer": "20.5"})
    assert Answer.objects.count() == courses.HOURLY
    Answer.objects.update(at=Now() - timedelta(hours=2))
    assert course.answer(step, {"answer": "20.5"}).passed


def test_more_than_so_many_a_lab_are_not_kept(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courses, "ANSWERS", 2)
    step = course.lab.steps[1]
    course.answer(step, {"answer": "1"})
    course.answer(step, {"answer": "1"})
    with pytest.raises(TooManyAnswers, match=r"in this lab.*still be skipped"):
        course.answer(step, {"answer": "1"})


def test_what_cannot_be_stored_is_replaced(course: Course) -> None:
    made = course.answer(course.lab.steps[1], {"answer": "2\ud8000"})
    assert made.given == {"answer": "2\N{REPLACEMENT CHARACTER}0"}


def test_a_step_that_asks_for_nothing_takes_no_answer(course: Course) -> None:
    with pytest.raises(NothingAsked):
        course.answer(course.lab.steps[0], {"answer": "1"})


def test_runs_of_others_answer_nothing() -> None:
    course = Course(factories.person(), scene.lab())
    course.go_on(course.lab.steps[0])
    scene.load_test(factories.person())
    assert "no finished load test" in course.answer(course.lab.steps[1], {"answer": "20.5"}).message
