"""A step opens when the one before is passed or skipped; nothing else opens it."""

import pytest

from perfgym.accounts.models import Person
from perfgym.progress.course import Course
from perfgym.progress.errors import NotPassed, StepClosed
from perfgym.progress.models import Answer, Reached
from tests import factories
from tests.progress import scene

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def course() -> Course:
    return Course(factories.person(), scene.lab())


def states(course: Course) -> list[str]:
    return [place.state for place in Course(course.person, course.lab).places]


def test_at_first_only_the_first_step_is_open(course: Course) -> None:
    assert states(course) == ["open", "closed", "closed"]
    assert course.number == 1


def test_a_step_without_a_check_is_passed_by_going_on(course: Course) -> None:
    course.go_on(course.lab.steps[0])
    assert states(course) == ["passed", "open", "closed"]
    assert course.number == 2


def test_a_step_with_a_check_is_not(course: Course) -> None:
    course.go_on(course.lab.steps[0])
    with pytest.raises(NotPassed):
        course.go_on(course.lab.steps[1])
    assert states(course) == ["passed", "open", "closed"]


def test_skipping_opens_the_next_and_can_be_made_good_later(course: Course) -> None:
    course.go_on(course.lab.steps[0])
    course.skip(course.lab.steps[1])
    assert states(course) == ["passed", "skipped", "open"]
    scene.load_test(course.person)
    course.answer(course.lab.steps[1], {"answer": "20.5"})
    assert states(course) == ["passed", "passed", "open"]
    course.skip(course.lab.steps[1])
    assert states(course) == ["passed", "passed", "open"]


@pytest.mark.parametrize("act", ["go_on", "skip", "reach", "answer", "take_hint"])
def test_nothing_can_be_done_in_a_closed_step(course: Course, act: str) -> None:
    more = {"answer": [{"answer": "1"}], "take_hint": [0]}.get(act, [])
    with pytest.raises(StepClosed, match=r"It opens when step 1, “Step number 1”, is passed or skipped"):
        getattr(course, act)(course.lab.steps[1], *more)
    assert not Answer.objects.exists()
    assert not Reached.objects.exists()


def test_all_settled_is_finished(course: Course) -> None:
    for step in course.lab.steps:
        course.skip(step)
    assert course.finished
    assert course.number == 3


def test_an_author_who_adds_a_step_closes_none_that_was_passed(course: Course) -> None:
    first, *_ = course.lab.steps
    for step in course.lab.steps:
        course.skip(step)
    added = scene.step(2)
    changed = scene.lab(steps=(first, scene.Step(first.lab, 2, "15-new", "New", 5, "Text."), *course.lab.steps[1:]))
    assert added.number == 2
    assert [place.state for place in Course(course.person, changed).places] == ["skipped", "open", "skipped", "skipped"]


def test_who_teaches_finds_every_step_open() -> None:
    for person in (factories.instructor(), factories.person(staff=True)):
        assert states(Course(person, scene.lab())) == ["open", "open", "open"]


def test_each_person_has_their_own_way(course: Course) -> None:
    course.go_on(course.lab.steps[0])
    other: Person = factories.person()
    assert states(Course(other, course.lab)) == ["open", "closed", "closed"]
