"""Starting again closes the steps and throws nothing away; older runs no longer count for them."""

import pytest
from django.db import IntegrityError, transaction

from perfgym.progress import models
from perfgym.progress.course import Course
from perfgym.progress.errors import TooManyRounds
from perfgym.progress.models import Answer, Reached, Round
from tests import factories
from tests.progress import scene

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def course() -> Course:
    course = Course(factories.person(), scene.lab())
    course.go_on(course.lab.steps[0])
    scene.load_test(course.person)
    course.answer(course.lab.steps[1], {"answer": "20.5"})
    return course


def test_the_steps_are_closed_and_their_history_is_there(course: Course) -> None:
    Round.again(course.person, course.lab)
    anew = Course(course.person, course.lab)
    assert [place.state for place in anew.places] == ["open", "closed", "closed"]
    assert (Answer.objects.count(), Reached.objects.count()) == (1, 2)
    first, second = Round.objects.order_by("number")
    assert (first.ended_at is None, second.ended_at is None) == (False, True)
    assert (first.lab_digest, second.number) == (course.lab.digest, 2)


def test_only_runs_since_then_count(course: Course) -> None:
    Round.again(course.person, course.lab)
    anew = Course(course.person, course.lab)
    anew.go_on(anew.lab.steps[0])
    assert "no finished load test" in anew.answer(anew.lab.steps[1], {"answer": "20.5"}).message
    scene.load_test(course.person)
    assert Course(course.person, course.lab).answer(anew.lab.steps[1], {"answer": "20.5"}).passed


def test_it_can_be_done_only_so_often(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "ROUNDS", 2)
    Round.again(course.person, course.lab)
    with pytest.raises(TooManyRounds, match="begun this lab 2 times"):
        Round.again(course.person, course.lab)
    assert Round.objects.filter(ended_at=None).count() == 1


def test_there_is_one_round_at_a_time(course: Course) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(owner=course.person, lab=course.lab.slug, number=5, lab_digest="0")
