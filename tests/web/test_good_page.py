"""What good looks like opens once somebody is done with a lab; before that not a line of it is to be had."""

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.progress import acceptance, worth
from perfgym.progress.models import Answer, Round
from perfgym.runs.models import ScoreEvent
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
GOOD = f"/labs/{factories.LAB}/good/"
SECRET = "A sentence that only those who are done may read."
LINE = "    WITH page AS ({page})"  # of the reference


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Lab:
    monkeypatch.setattr(Lab, "good", f"## Why\n\n{SECRET}\n\n![The gain](gain.png)")
    monkeypatch.setattr(Lab, "good_image", lambda lab, name: b"a picture" if name == "gain.png" else None)
    return library.default().lab(factories.LAB)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def statuses(person: Person) -> list[int]:
    return [browser(person).get(at).status_code for at in (GOOD, f"{GOOD}gain.png")]


def passed(person: Person, lab: Lab, but: int = 0) -> None:
    """Every step that is worth points, but the last few."""
    going, names = Round.current(person, lab), list(worth.of_steps(lab))
    for name in names[: len(names) - but]:
        Answer.objects.create(round=going, step=name, kind="run", passed=True, message="x")


def test_it_opens_with_every_step_passed_and_full_marks(ada: Person, lab: Lab) -> None:
    passed(ada, lab)
    assert statuses(ada) == [404, 404]
    factories.finished_run(ada)
    assert statuses(ada) == [200, 200]
    page = browser(ada).get(GOOD).content.decode()
    assert SECRET in page
    assert f'src="{GOOD}gain.png"' in page
    assert LINE in page
    assert "Another good way: batched" in page


def test_less_than_full_marks_or_a_step_that_is_not_passed_keeps_it_closed(ada: Person, lab: Lab) -> None:
    passed(ada, lab, but=1)
    factories.finished_run(ada)
    assert statuses(ada) == [404, 404]
    left = acceptance.of(ada, lab)
    assert [step.name for step in left.left] == [list(worth.of_steps(lab))[-1]]
    passed(ada, lab)
    ScoreEvent.objects.update(points=95)
    assert statuses(ada) == [404, 404]
    assert acceptance.of(ada, lab).needs_gain


def test_an_accepted_review_opens_it(ada: Person, lab: Lab) -> None:
    submission = factories.submission(ada, factories.cohort())
    assert statuses(ada) == [404, 404]
    type(submission).objects.update(state="accepted")
    assert statuses(ada) == [200, 200]
    assert statuses(factories.person()) == [404, 404]


def test_it_is_open_to_who_teaches(lab: Lab) -> None:
    assert statuses(factories.instructor()) == [200, 200]
    assert statuses(factories.person(staff=True)) == [200, 200]


def test_the_page_of_the_lab_says_what_is_left(ada: Person, lab: Lab) -> None:
    client = browser(ada)
    client.post(f"/labs/{lab.slug}/start/")
    page = client.get(f"/labs/{lab.slug}/").content.decode()
    assert "opens once you are done" in page
    assert "measure a change that earns 100 points" in page
    passed(ada, lab)
    factories.finished_run(ada)
    assert f'href="{GOOD}"' in client.get(f"/labs/{lab.slug}/").content.decode()


def test_nothing_of_it_is_anywhere_before(ada: Person, lab: Lab) -> None:
    client, base = browser(ada), f"/labs/{lab.slug}/"
    client.post(f"{base}start/")
    steps = [f"{base}work/?step={step.number}" for step in lab.steps]
    others = ["", "source/", "files/", "files.zip", "history/", "guide/gain.png", "guide/good.md", "guide/..%2Fgood.md"]
    others += ["good/good.md", "files/good.md", "files/reference/bookshop/queries.py"]
    for at in [*steps, *(base + each for each in others), "/labs/", f"/labs/?skill={lab.skills[0]}"]:
        answer = client.get(at)
        assert SECRET.encode() not in answer.content, at
        assert LINE.encode() not in answer.content, at
        assert b"WITH page AS ({page})" not in answer.content, at


def test_a_lab_without_such_a_page_has_none(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lab, "good", None)
    assert browser(factories.instructor()).get(GOOD).status_code == 404
