"""A weak sandbox runs one person's own code on that person's machine, and none as soon as a second could come."""

from types import SimpleNamespace
from typing import Any

import pytest

from perfgym.accounts.models import Person
from perfgym.cohorts import local
from perfgym.runs import isolation
from perfgym.runs.models import Run
from perfgym.runs.work import Worker
from perfgym.sandbox.fake import FakeDriver
from perfgym.sandbox.protocol import Level
from perfgym.sandbox.slots import Slot
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
WEAK = [("bubblewrap", Level.S2), ("process", Level.S1)]
weak = pytest.mark.parametrize(("name", "level"), WEAK)


@pytest.fixture(autouse=True)
def own_machine(settings: Any) -> None:
    settings.SIGN_UP_OPEN = False
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def refusal(name: str, level: Level) -> str:
    return isolation.refusal(SimpleNamespace(name=name, level=level))


@weak
def test_the_people_that_up_makes_are_one(name: str, level: Level) -> None:
    local.sign_in_links("http://127.0.0.1:8000")
    assert Person.objects.count() == 2
    assert refusal(name, level) == ""


@weak
def test_one_account_is_one_person(name: str, level: Level) -> None:
    factories.person()
    assert refusal(name, level) == ""


@weak
def test_a_second_account_is_refused(name: str, level: Level) -> None:
    local.sign_in_links("http://127.0.0.1:8000")
    guest = factories.person()
    assert "2 people have accounts" in refusal(name, level)
    assert "Install docker" in refusal(name, level)
    guest.is_active = False
    guest.save()
    assert refusal(name, level) == ""


@weak
def test_somebody_who_took_the_name_of_a_local_person_is_a_second_one(name: str, level: Level) -> None:
    factories.person("learner", password="with a password of their own")
    factories.person("instructor")
    assert "2 people have accounts" in refusal(name, level)


@weak
def test_an_open_door_is_refused(name: str, level: Level, settings: Any) -> None:
    settings.SIGN_UP_OPEN = True
    assert "anyone who reaches this site can make an account" in refusal(name, level)


@weak
@pytest.mark.parametrize(
    "host", ["gym.example.org", "192.0.2.7", "*", ".example.org", "0.0.0.0", "localhost.example.org"]
)
def test_a_site_that_others_can_reach_is_refused(name: str, level: Level, host: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", host]
    assert f"answers to other machines ({host})" in refusal(name, level)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "[::1]", "localhost", "LOCALHOST", "gym.localhost"])
def test_names_of_this_machine_are_not(host: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = [host]
    assert refusal("process", Level.S1) == ""


def test_containers_take_everybodys_code(settings: Any) -> None:
    settings.SIGN_UP_OPEN, settings.ALLOWED_HOSTS = True, ["*"]
    for _ in range(3):
        factories.person()
    assert refusal("docker", Level.S3) == ""


def test_a_worker_that_must_not_run_it_claims_nothing(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SIGN_UP_OPEN = True
    driver = FakeDriver({})
    worker = Worker("w", driver, Slot((), ()))
    monkeypatch.setattr("perfgym.runs.work.claims.claim_next", lambda *_: pytest.fail("it claimed a run"))
    driver.name = "process"
    assert not worker.serve_one()
    driver.name, worker.safe = "fake", False
    assert not worker.serve_one()
    assert not Run.objects.exists()
