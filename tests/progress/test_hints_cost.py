"""A hint costs what it said before it was opened, once, and only while the step is not passed."""

import pytest

from perfgym.progress.course import Course
from perfgym.progress.errors import HintNotThere
from perfgym.progress.models import Hint, Round
from tests import factories
from tests.progress import scene

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def course() -> Course:
    course = Course(factories.person(), scene.lab())
    course.go_on(course.lab.steps[0])
    return course


def test_hints_open_one_after_the_other_at_their_price(course: Course) -> None:
    step = course.lab.steps[1]
    for index, cost in enumerate((0, 2, 5)):
        assert course.hint_cost(step, index) == cost
        assert course.take_hint(step, index).cost == cost
    assert [hint.index for hint in course.hints(step)] == [0, 1, 2]


@pytest.mark.parametrize("index", [-1, 1, 3, 99])
def test_no_hint_before_its_turn(course: Course, index: int) -> None:
    with pytest.raises(HintNotThere):
        course.take_hint(course.lab.steps[1], index)
    assert not Hint.objects.exists()


def test_the_same_hint_twice_costs_once(course: Course) -> None:
    step = course.lab.steps[1]
    for index in (0, 1, 1, 0):
        course.take_hint(step, index)
    assert Course(course.person, course.lab).points.hints == 2


def test_after_passing_a_hint_costs_nothing(course: Course) -> None:
    step = course.lab.steps[1]
    scene.load_test(course.person)
    course.answer(step, {"answer": "20.5"})
    course.take_hint(step, 0)
    assert course.take_hint(step, 1).cost == 0
    assert Course(course.person, course.lab).points.total == 30


def test_what_was_read_stays_open_and_paid_for_when_one_starts_again(course: Course) -> None:
    step = course.lab.steps[1]
    course.take_hint(step, 0)
    course.take_hint(step, 1)
    Round.again(course.person, course.lab)
    anew = Course(course.person, course.lab)
    assert [hint.index for hint in anew.hints(step)] == [0, 1]
    assert anew.points.hints == 2


def test_hints_of_one_cost_no_other(course: Course) -> None:
    course.take_hint(course.lab.steps[1], 0)
    assert Course(factories.person(), course.lab).hints(course.lab.steps[1]) == []
