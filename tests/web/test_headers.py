"""Headers of every answer."""

import pytest
from django.test import Client

from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
LAB = f"/labs/{factories.LAB}/"


def policy(address: str, client: Client | None = None) -> dict[str, str]:
    answer = (client or Client()).get(address)
    directives = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in directives}


@pytest.mark.parametrize("address", ["/", "/labs/", LAB, "/nothing-here/", "/healthz", "/accounts/login/"])
def test_scripts_and_styles_come_from_the_site_only(address: str) -> None:
    found = policy(address)
    assert found["default-src"] == "'none'"
    assert found["script-src"] == "'self'"
    assert found["style-src"] == "'self'"
    assert found["frame-ancestors"] == "'none'"


def test_only_the_workbench_allows_inline_styles_and_no_page_inline_scripts() -> None:
    client = Client()
    client.force_login(factories.person())
    assert policy(f"{LAB}work/", client)["style-src"] == "'self' 'unsafe-inline'"
    assert policy(f"{LAB}work/", client)["script-src"] == "'self'"
    assert policy(f"{LAB}work/runs/", client)["style-src"] == "'self'"


@pytest.mark.parametrize("address", ["/", "/labs/", "/accounts/login/"])
def test_pages_are_kept_by_nobody(address: str) -> None:
    said = Client().get(address).headers["Cache-Control"]
    assert "no-store" in said
    assert "private" in said


@pytest.mark.parametrize("address", ["/", "/labs/", LAB, "/nothing-here/"])
def test_pages_hold_no_inline_script_style_or_handler(address: str) -> None:
    html = Client().get(address).content.decode()
    assert " style=" not in html
    assert " onclick=" not in html
    assert "<style" not in html
    assert html.count("<script") == html.count('<script type="module" src=')


def test_the_site_says_that_it_is_well() -> None:
    assert Client().get("/healthz").json() == {"ok": True}
