"""A prediction is asked for in its step, and stands beside the result there, on the run's page and in the portfolio."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db.models.functions import Now
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.checks.kinds.predict import PredictAsked
from perfgym.portfolio.models import Entry, Visibility
from perfgym.progress.course import Course
from perfgym.progress.models import Answer, Prediction
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(client: Client, at: str) -> str:
    """The page as it is read: no tags, one blank between words."""
    answer = client.get(at)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def predicted(ada: Person, *numbers: str) -> str:
    """Someone who has said what they expect ten minutes ago; the address of that step."""
    course = Course(ada, library.default().lab(factories.LAB))
    step = next(step for step in course.lab.steps if isinstance(step.check, PredictAsked))
    for each in course.lab.steps[: step.number - 1]:
        course.skip(each)
    at = f"/labs/{factories.LAB}/steps/{step.name}/answer/"
    browser(ada).post(at, dict(zip(("low", "best", "high"), numbers, strict=True)))
    Answer.objects.update(at=Now() - timedelta(minutes=10))
    return f"/labs/{factories.LAB}/work/?step={step.number}"


def test_it_is_asked_for_with_three_numbers_and_stored(ada: Person) -> None:
    page = words(browser(ada), predicted(ada, "2", "2.5", "3"))
    assert "Stored: 2.5x, between 2.0x and 3.0x." in page
    assert "first comparison that is faster answers it" in page
    assert all(label in page for label in ("At least", "Best guess", "At most", "Store another, for later runs"))


def test_numbers_that_do_not_rise_are_shown_again_with_what_to_do(ada: Person) -> None:
    at = predicted(ada, "3", "2.5", "2")
    page = words(browser(ada), at)
    assert "The three numbers must rise" in page
    assert "Store my prediction" in page
    assert 'value="2.5"' in browser(ada).get(at).content.decode()


def test_expected_and_measured_stand_together_in_every_place(ada: Person) -> None:
    at, client = predicted(ada, "2", "2.5", "3"), browser(ada)
    run = factories.finished_run(ada)
    both = "2.5x, between 2.0x and 3.0x was expected before this run 2.5x was measured, inside the range"
    assert both in words(client, run.get_absolute_url())
    step = words(client, at)
    assert "You expected 2.5x, between 2.0x and 3.0x ; it was 2.5x , inside the range" in step
    assert "Earned: 4" in step
    assert "Stored:" not in step
    entry = Entry.of(run)
    entry.visibility = Visibility.PUBLIC
    entry.save()
    assert both in words(Client(), entry.public_url)


def test_a_run_that_nobody_predicted_says_nothing_of_it(ada: Person) -> None:
    assert "was expected" not in words(browser(ada), factories.finished_run(ada).get_absolute_url())


def test_the_portfolio_says_how_well_ranges_have_held_from_three_on(ada: Person) -> None:
    client = browser(ada)
    for number in range(3):
        assert "How well you predict" not in words(client, "/portfolio/")
        predicted(ada, "2", "2.5", "3")
        run = factories.finished_run(ada)
        Prediction.objects.filter(value=None).update(value=2.5 if number else 9, run=run, counts=True)
    assert "2 of 3 of the ranges" in words(client, "/portfolio/")
