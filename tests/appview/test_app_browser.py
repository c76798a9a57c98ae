"""The preview as a person uses it: a real browser at a real site, and the app of a lab in a real pod."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.deployment import Deployment
from tests.sites import sign_in_ada
from tests.web.bench import open_bench

pytestmark = [pytest.mark.measures, pytest.mark.servers, pytest.mark.browser, pytest.mark.timeout(600)]
PAGE = "/labs/sql-n-plus-one/app/"
SLOW = 240_000  # ms; a measurement on this machine goes first
OURS = "frame is sandboxed and the 'allow-scripts' permission is not set"  # what this test itself runs to find elements


def signed_in(site: Deployment, browser: Browser, **more: Any) -> tuple[BrowserContext, Page, list[str]]:
    """A page, and what it complained of or asked elsewhere."""
    said: list[str] = []
    context = browser.new_context(base_url=site.url, **more)
    page = context.new_page()
    page.on("console", lambda told: said.append(told.text) if told.type == "error" and OURS not in told.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: request.url.startswith((site.url, "data:")) or said.append(request.url))
    page.goto(sign_in_ada(site))
    return context, page, said


def test_a_learner_looks_at_the_app_follows_a_link_and_goes_back(working_site: Deployment, browser: Browser) -> None:
    context, page, said = signed_in(working_site, browser, viewport={"width": 360, "height": 800})
    page.goto("/labs/sql-n-plus-one/")
    page.get_by_role("link", name="look at as it runs").click()
    page.get_by_role("button", name="/books", exact=True).click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="All books")).to_be_visible(timeout=SLOW)
    expect(page.locator(".app-facts")).to_contain_text("200 OK")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    frame.locator("a[href*='%2Fauthors%2F']").first.click()
    expect(page.locator("#app-path")).not_to_have_value("/books", timeout=SLOW)
    expect(page.locator(".app-facts")).to_contain_text("200 OK", timeout=SLOW)
    page.get_by_role("button", name="Back").click()
    expect(page.locator("#app-path")).to_have_value("/books", timeout=SLOW)

    page.locator("#app-path").fill("/nothing-there")
    page.keyboard.press("Enter")
    expect(page.locator(".app-facts")).to_contain_text("404", timeout=SLOW)
    page.get_by_role("button", name="End the session").click()
    expect(page.get_by_role("button", name="Start the app")).to_be_visible(timeout=SLOW)
    assert said == []
    context.close()


def test_in_the_workbench_the_app_takes_the_editors_place(working_site: Deployment, browser: Browser) -> None:
    context, page, said = signed_in(working_site, browser, viewport={"width": 1280, "height": 800})
    open_bench(page)
    page.get_by_role("button", name="App", exact=True).click()
    expect(page.locator("#editor")).to_be_hidden()
    page.locator("#app-path").fill("/healthz")
    page.keyboard.press("Enter")
    expect(page.locator(".app-body pre")).to_contain_text('"ok": true', timeout=SLOW)
    page.get_by_role("button", name="App", exact=True).click()
    expect(page.locator(".cm-content")).to_be_visible()
    assert said == []
    context.close()


def test_without_a_script_the_page_is_plain_forms_and_links(working_site: Deployment, browser: Browser) -> None:
    context, page, _ = signed_in(working_site, browser, java_script_enabled=False)
    page.goto(PAGE)
    page.locator("#app-path").fill("/books")
    page.locator("#app-version").select_option("original")
    page.locator("#app-go").click()
    expect(page.locator("iframe")).to_be_visible(timeout=SLOW)  # the page asks again by itself
    with page.expect_response(lambda response: "/follow/" in response.url and response.status == 204):
        page.frame_locator("iframe").locator("a[href*='%2Fauthors%2F']").first.click()
    page.get_by_role("link", name="Show what came").click()
    expect(page.locator(".app-facts")).to_contain_text("200 OK", timeout=SLOW)
    expect(page.locator("#app-path")).not_to_have_value("/books")
    context.close()
