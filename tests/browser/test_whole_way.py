"""The whole way of a learner, by keyboard alone, and of an instructor, in a real browser with real pods."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from perfgym.catalog import library
from tests.browser.keyboard import command, go, mouse, replace_file, tab_to, without_a_mouse
from tests.deployment import Deployment, deployment

pytestmark = [
    pytest.mark.measures,
    pytest.mark.servers,
    pytest.mark.docker,
    pytest.mark.browser,
    pytest.mark.timeout(600),
]

LOCUSTFILE = """
from locust import FastHttpUser, between, task


class Visitor(FastHttpUser):
    wait_time = between(0.05, 0.1)

    @task
    def books(self):
        self.client.get("/books", name="the catalogue")
"""
SLOW = 180_000  # ms; a bound for waiting, never a measure


@pytest.fixture
def platform(servers: Any, tmp_path: Path) -> Iterator[Deployment]:
    with deployment(servers, tmp_path, "docker") as running:
        running.start_site()
        running.start_worker()
        yield running


def sign_in_links(platform: Deployment) -> list[str]:
    code = f"from perfgym.cohorts.local import sign_in_links; print(*sign_in_links('{platform.url}'))"
    said = platform.command("shell", "-v", "0", "-c", code)
    return re.findall(r"http[^\s?]+", said)  # without the way to the tour that a new learner is given


def person(browser: Browser, link: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(30_000)
    page.goto(link)
    return page


def measure(page: Page) -> None:
    """Measure and watch; again where other work on this machine made an attempt worthless, as a person would."""
    for _ in range(3):
        page.keyboard.press("Control+Shift+Enter")
        expect(page.locator("#run-chart svg .dot").first).to_be_visible(timeout=SLOW)
        expect(page.locator("#run-table")).to_contain_text("median", timeout=SLOW)
        expect(page.get_by_role("button", name="Measure my change")).to_be_enabled(timeout=SLOW)
        if "other work on this machine" not in page.locator("#run-detail").inner_text():
            return


def test_a_learner_and_an_instructor_go_the_whole_way(platform: Deployment, browser: Browser) -> None:
    learner_link, instructor_link = sign_in_links(platform)
    lab = library.default().lab("sql-n-plus-one")

    # The learner, who has no mouse, finds the lab, starts it and reads.
    page = person(browser, learner_link)
    without_a_mouse(page)
    page.reload()
    expect(page.get_by_role("heading", name="Labs")).to_be_visible()
    go(page, page.get_by_role("link", name=lab.title))
    go(page, page.get_by_role("button", name="Start the lab"))
    expect(page.locator("#workbench[data-ready]")).to_be_attached()
    page.keyboard.press("g")
    expect(page.locator(".guide")).to_be_focused()
    page.keyboard.press("PageDown")
    command(page, "next step", "Next step")
    expect(page.locator(".benchbar")).to_contain_text("step 2 of")
    expect(page.locator("#workbench[data-ready]")).to_be_attached()

    # An own locustfile; the chart moves.
    replace_file(page, "locustfile.py", LOCUSTFILE)
    go(page, page.locator("#load-settings > summary"))
    tab_to(page, page.locator("#seconds"))
    page.keyboard.press("Control+a")
    page.keyboard.type("6")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#run-chart canvas").first).to_be_visible(timeout=SLOW)
    expect(page.locator("#run-figure")).to_contain_text("/ s")
    seen = page.locator("#run-state").inner_text()
    expect(page.locator("#run-state")).not_to_have_text(seen)
    expect(page.locator("#workbench")).to_have_attribute("data-last-run", "finished", timeout=SLOW)

    # The reference's change, measured live.
    for path, content in lab.reference().items():
        replace_file(page, path, content.decode())
    measure(page)
    expect(page.locator("#run-detail")).to_contain_text("faster, certain between")
    command(page, "page of the last run", "Open the page of the last run")
    expect(page.get_by_role("heading", level=1)).to_contain_text("faster, certain between")

    # Two sentences, public, submitted.
    go(page, page.get_by_role("button", name="Put it into my portfolio"))
    tab_to(page, page.get_by_label("What changed, and why"))
    page.keyboard.insert_text("The catalogue asked **fifty** times. Now it asks once.")
    tab_to(page, page.get_by_label("Who may see it"))
    page.keyboard.type("public")
    expect(page.get_by_label("Who may see it")).to_have_value("public")
    go(page, page.locator("#words-form").get_by_role("button", name="Save"))
    go(page, page.get_by_role("button", name="Submit to the instructor"))
    expect(page.get_by_text("waiting for review").first).to_be_visible()
    assert mouse(page) is None

    # The instructor looks at it, comments and accepts.
    review = person(browser, instructor_link)
    review.get_by_role("link", name=lab.title).click()
    expect(review.get_by_text("computed from the raw data again")).to_be_visible()
    expect(review.locator("strong", has_text="fifty")).to_be_visible()
    review.get_by_label("Comment").fill("Well measured. What happens with two million reviews?")
    review.get_by_role("button", name="Accept").click()
    expect(review.get_by_text("Nothing waits for you")).to_be_visible()

    # Anyone sees the page, and the evidence behind it.
    stranger = browser.new_context().new_page()
    answer = stranger.goto(f"{platform.url}/p/learner/")
    assert answer is not None
    assert answer.status == 200
    stranger.get_by_role("link", name=re.compile("faster")).first.click()  # the entry itself; skills lead there too
    expect(stranger.get_by_text("Accepted")).to_be_visible()
    expect(stranger.locator("strong", has_text="fifty")).to_be_visible()
    with stranger.expect_download() as download:
        stranger.get_by_role("link", name=re.compile("bundle")).click()
    assert platform.command("evidence", "verify", str(download.value.path()))
