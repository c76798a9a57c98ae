"""The console as a person uses it: a real browser at a real site with a real worker."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.deployment import Deployment
from tests.sites import sign_in_ada

pytestmark = [pytest.mark.measures, pytest.mark.servers, pytest.mark.browser, pytest.mark.timeout(600)]
PAGE = "/labs/sql-n-plus-one/sql/"
SLOW = 240_000  # ms; another measurement on this machine goes first


def run(page: Page, text: str, button: str = "") -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    if button:
        page.get_by_role("button", name=button, exact=True).click()
    else:
        page.keyboard.press("Control+Enter")


def test_a_learner_runs_breaks_cancels_and_starts_again(working_site: Deployment, browser: Browser) -> None:
    said: list[str] = []
    context = browser.new_context(base_url=working_site.url, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(sign_in_ada(working_site))
    page.goto("/labs/sql-n-plus-one/")
    page.get_by_role("link", name="SQL console").click()
    page.get_by_role("button", name="Open a session").click()
    expect(page.locator(".cm-content")).to_be_visible(timeout=SLOW)
    outcome = page.locator(".outcome")

    run(page, "SELECT b.*, a.* FROM books b JOIN authors a ON a.id = b.author_id ORDER BY b.id")
    expect(outcome).to_contain_text("200 rows shown", timeout=SLOW)
    expect(page.get_by_role("columnheader", name="isbn")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    run(page, "SELECT count(*) FROM books", "Plan, measured")
    expect(outcome.locator(".plan-tree")).to_contain_text("on books", timeout=SLOW)
    expect(outcome.locator(".queryplan")).to_contain_text("actual time=")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    run(page, "SELECT * FROM\nnothing", "Run")
    expect(outcome).to_contain_text("Line 2, column 1", timeout=SLOW)

    run(page, "DROP SCHEMA public CASCADE; SELECT pg_sleep(60)", "Run")
    expect(outcome.locator(".ended")).to_have_text("Running", ignore_case=True, timeout=SLOW)
    page.get_by_role("button", name="Cancel").click(timeout=SLOW)
    expect(outcome).to_contain_text("You cancelled this statement", timeout=SLOW)

    page.get_by_role("button", name="Start again with a fresh database").click()
    expect(outcome).to_contain_text("You have a fresh database now", timeout=SLOW)
    page.reload()
    expect(page.locator(".cm-content")).to_contain_text("pg_sleep(60)")
    page.get_by_role("button", name="End the session").click()
    expect(page.get_by_role("button", name="Open a session")).to_be_visible()
    expect(page.get_by_role("link", name="start again")).to_be_visible()
    assert [text for text in said if "422" not in text] == []
    context.close()


def test_without_a_script_the_page_is_a_plain_form(working_site: Deployment, browser: Browser) -> None:
    context = browser.new_context(base_url=working_site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(sign_in_ada(working_site))
    page.goto(PAGE)
    page.get_by_label("read only").check()
    page.get_by_role("button", name="Open a session").click()
    expect(page.get_by_label("Statement")).to_be_visible(timeout=SLOW)  # the page asks again by itself
    page.get_by_label("Statement").fill("DELETE FROM reviews")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("cannot execute DELETE in a read-only transaction")).to_be_visible(timeout=SLOW)
    context.close()
