"""A lab's points: the best of each step, the best comparison by its share, less the hints; from 0 to 100."""

import pytest

from perfgym.catalog import library
from perfgym.catalog.manifest.lab import PointsManifest
from perfgym.progress import points
from perfgym.progress.course import Course
from perfgym.progress.models import Answer, Hint, Round
from perfgym.runs.models import ScoreEvent
from tests import factories
from tests.checks import wrong
from tests.progress import scene

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
SHARE = 50  # of the improvement in the lab that the factories measure


def test_steps_improvement_and_hints_add_up() -> None:
    ada = factories.person()
    lab = library.default().lab(factories.LAB)
    assert lab.points.improvement == SHARE
    factories.finished_run(ada)
    going = Round.current(ada, lab)
    for step, earned in (("20-baseline", 10), ("20-baseline", 8), ("30-count", 20)):
        Answer.objects.create(round=going, step=step, kind="run", passed=True, points=earned, message="x")
    Hint.objects.create(owner=ada, lab=lab.slug, step="30-count", index=0, cost=3)
    found = points.of(ada, lab)
    assert (found.steps, found.gain, found.improvement, found.hints) == (30, 100, 50, 3)
    assert found.total == 77


def test_a_step_counts_once_over_all_rounds() -> None:
    course = Course(factories.person(), scene.lab())
    for _ in range(2):
        course = Course(course.person, course.lab)
        course.go_on(course.lab.steps[0])
        scene.load_test(course.person)
        course.answer(course.lab.steps[1], {"answer": "20.5"})
        Round.again(course.person, course.lab)
    assert points.of(course.person, course.lab).total == 30


@pytest.mark.parametrize(("gain", "worth"), [(0, 0), (5, 3), (50, 25), (95, 48), (100, 50)])
def test_the_best_comparison_is_worth_its_share(gain: int, worth: int) -> None:
    ada = factories.person()
    run = factories.finished_run(ada)
    ScoreEvent.objects.filter(run=run).update(points=gain)
    assert points.of(ada, library.default().lab(factories.LAB)).total == worth


def test_hints_never_take_more_than_there_is() -> None:
    ada, lab = factories.person(), library.default().lab(factories.LAB)
    Hint.objects.create(owner=ada, lab=lab.slug, step="x", index=0, cost=40)
    assert points.of(ada, lab).total == 0


def test_a_lab_that_is_gone_keeps_its_points() -> None:
    ada = factories.person()
    factories.finished_run(ada)
    ScoreEvent.objects.update(lab="gone")
    assert points.of_all([ada])[ada.pk, "gone"].total == 100


def test_a_part_is_shared_out_among_its_steps() -> None:
    asks = wrong.asked("run", part="diagnosis")
    steps = (scene.step(1, asks), scene.step(2, asks), scene.step(3, asks), scene.step(4, wrong.asked("run")))
    lab = scene.lab(steps=steps, points=PointsManifest(diagnosis=20, improvement=80))
    assert points.of_steps(lab) == {"10-step": 7, "20-step": 7, "30-step": 6}
