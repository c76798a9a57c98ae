"""What somebody did by month adds up to what they have: points as their total, predictions as their calibration."""

from datetime import UTC, date, datetime

import pytest

from perfgym.accounts.models import Person
from perfgym.progress import months, points
from perfgym.progress.models import Answer, Hint, Round
from perfgym.runs.models import Run, ScoreEvent
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def on(month: int) -> datetime:
    return datetime(2026, month, 17, 12, tzinfo=UTC)


def compared(owner: Person, month: int, gain: int) -> None:
    run = factories.finished_run(owner)
    Run.objects.filter(pk=run.pk).update(finished_at=on(month))
    ScoreEvent.objects.filter(run=run).update(at=on(month), points=gain)


def answered(owner: Person, month: int, step: str, earned: int) -> None:
    answer = Answer.objects.create(
        round=Round.current(owner, factories.lab()), step=step, lab_digest="0", kind="answer", passed=True,
        points=earned, message="Right.",
    )  # fmt: skip
    Answer.objects.filter(pk=answer.pk).update(at=on(month))


def test_months_are_whole_from_the_first_to_the_last(ada: Person) -> None:
    compared(ada, 3, 50)
    compared(ada, 6, 60)
    found = months.of(ada)
    assert [(one.first, one.comparisons) for one in found] == [
        (date(2026, 3, 1), 1),
        (date(2026, 4, 1), 0),
        (date(2026, 5, 1), 0),
        (date(2026, 6, 1), 1),
    ]


def test_points_of_months_add_up_to_the_total(ada: Person) -> None:
    compared(ada, 3, 40)
    compared(ada, 4, 30)  # worse than before: earns nothing more
    compared(ada, 5, 90)
    answered(ada, 3, "one", 10)
    answered(ada, 5, "one", 6)
    answered(ada, 4, "two", 7)
    hint = Hint.objects.create(owner=ada, lab=factories.LAB, step="one", index=0, cost=3)
    Hint.objects.filter(pk=hint.pk).update(at=on(6))
    found = {one.first.month: one.points for one in months.of(ada)}
    assert found[4] == 7
    assert found[6] == -3
    assert sum(found.values()) == points.of(ada, factories.lab()).total


def test_others_and_what_was_never_done_count_for_nothing(ada: Person) -> None:
    compared(factories.person("bob"), 3, 50)
    assert months.of(ada) == []
