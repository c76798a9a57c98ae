"""What is recorded beside a load test is asked for by a known word, or nothing is started."""

import pytest
from django.test import Client

from perfgym.runs.loadsettings import settings_of
from perfgym.runs.models import Run
from tests import factories


@pytest.mark.servers
@pytest.mark.django_db
def test_anything_else_is_refused_before_it_starts() -> None:
    client = Client()
    client.force_login(factories.person())
    for odd in ("gpu", 7, ["cpu"], {"a": 1}):
        answer = client.post(f"/labs/{factories.LAB}/runs/", {"kind": "explore", "profile": odd}, "application/json")
        assert answer.status_code == 422
        assert "profile must be one of none, cpu, memory" in answer.json()["error"]
    assert not Run.objects.exists()


def test_none_is_recorded_unless_it_is_asked_for() -> None:
    assert settings_of({})["profile"] == "none"
    assert settings_of({"profile": ""})["profile"] == "none"
