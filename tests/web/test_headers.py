"""Headers of every answer."""

import pytest
from django.test import Client

from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
LAB = f"/labs/{factories.LAB}/"


def policy(address: str, client: Client | None = None) -> dict[str, str]:
    answer = (client or Client()).get(address)
    if answer.streaming:  # a file that is open
        answer.close()
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


@pytest.mark.parametrize("address", ["/static/web/base.css", "/static/web/bundle/run.js", "/static/web/mark.svg"])
def test_static_files_may_be_kept_and_have_the_same_policy(address: str) -> None:
    answer = Client().get(address)
    answer.close()
    assert answer.status_code == 200
    assert policy(address)["script-src"] == "'self'"
    assert "public" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/static/nothing.js", "/nothing-here/", "/portfolio/", "/labs", "/enter/x/"])
def test_errors_and_redirects_have_the_policy_and_are_kept_by_nobody(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code in (301, 302, 404)
    assert policy(address)["script-src"] == "'self'"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_an_unknown_host_is_told_nothing_that_may_be_kept() -> None:
    answer = Client().get("/labs/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_site_says_that_it_is_well() -> None:
    assert Client().get("/healthz").json() == {"ok": True}
