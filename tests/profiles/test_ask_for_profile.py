"""A profile is asked for with one run at a time: in the settings of the load test, by a command, by a request."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from perfgym.runs.loadsettings import settings_of
from perfgym.runs.models import Run
from tests import factories
from tests.deployment import Deployment, wait_until
from tests.web.conftest import browser, links, page, site  # noqa: F401 - fixtures

ASKED = "SELECT settings->>'profile' FROM runs_run ORDER BY created_at"


@pytest.mark.servers
@pytest.mark.browser
def test_the_choice_holds_for_the_next_run_only(page: Page, site: Deployment) -> None:  # noqa: F811
    before = len(site.rows(ASKED))
    asked = lambda: [row[0] for row in site.rows(ASKED)[before:]]  # noqa: E731
    page.locator("#load-settings summary").click()
    page.get_by_label("record in the next run").select_option("a CPU profile")
    page.get_by_role("button", name="Run my load test").click()
    wait_until(lambda: asked() == ["cpu"], "a run with a profile is queued")
    expect(page.locator("#profile")).to_have_value("none")


@pytest.mark.servers
@pytest.mark.browser
def test_the_palette_has_a_command_for_it(page: Page, site: Deployment) -> None:  # noqa: F811
    before = len(site.rows(ASKED))
    page.keyboard.press("Control+k")
    page.keyboard.type("memory profile")
    page.keyboard.press("Enter")
    wait_until(lambda: [row[0] for row in site.rows(ASKED)[before:]] == ["memory"], "a run with a profile is queued")


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
