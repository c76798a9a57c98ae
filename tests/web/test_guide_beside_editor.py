"""The guide beside the editor: turning a page, answering and opening a hint leave the editor alone and lose nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.bench import state, write

pytestmark = [pytest.mark.servers, pytest.mark.browser]


def to_the_question(page: Page) -> None:
    page.locator(".progress a").nth(2).click()
    expect(page.locator("#step")).to_have_attribute("data-step", "3")
    expect(page.get_by_role("heading", name="What this step asks")).to_be_visible()


def test_answering_leaves_the_editor_as_it_is_and_says_what_came_out(page: Page) -> None:
    to_the_question(page)
    page.evaluate("document.querySelector('.cm-content').dataset.same = 'yes'")
    write(page, "# mine\n")
    page.get_by_label("Your answer").fill("3.75")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("no finished load test")
    expect(page.locator("#said")).to_be_focused()
    expect(page.get_by_label("Your answer")).to_have_value("3.75")
    expect(page.locator(".cm-content[data-same]")).to_contain_text("# mine")
    state(page, "saved")


def test_turning_a_page_keeps_address_title_and_way_back(page: Page) -> None:
    to_the_question(page)
    expect(page).to_have_url(re.compile(r"\?step=3$"))
    expect(page).to_have_title("Count the questions · One query too many · PerfGym")
    expect(page.locator("#step-title")).to_be_focused()
    page.go_back()
    expect(page.locator("#step")).to_have_attribute("data-step", "2")


def test_a_hint_opens_with_the_focus_on_it(page: Page) -> None:
    to_the_question(page)
    page.get_by_role("button", name="Open hint 1 of 3").click()
    expect(page.get_by_role("heading", name="Hint 1 of 3")).to_be_focused()
    expect(page.locator(".hint .prose")).not_to_be_empty()


def test_an_answer_that_cannot_be_sent_stays_where_it_was(page: Page) -> None:
    to_the_question(page)
    page.route("**/answer/", lambda route: route.abort())
    page.get_by_label("Your answer").fill("3.75")
    page.get_by_role("button", name="Check my answer").click()
    expect(page.locator(".away")).to_contain_text("cannot be reached")
    expect(page.get_by_label("Your answer")).to_have_value("3.75")
    page.reload()
    expect(page.locator("#workbench[data-ready]")).to_be_attached()
    expect(page.get_by_label("Your answer")).to_have_value("3.75")


def test_skipping_asks_once_and_goes_on(page: Page) -> None:
    to_the_question(page)
    page.get_by_text("Skip this step").click()
    page.get_by_role("button", name="Skip it").click()
    expect(page.locator("#step")).to_have_attribute("data-step", "4")
    expect(page.locator(".progress .is-skipped")).to_have_count(3)
