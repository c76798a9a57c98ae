"""Writing about a result, by keyboard: it saves itself, shows at once how it will be read, and loses nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.matrix.eye import Eye
from tests.browser.matrix.visits import Visit

pytestmark = [pytest.mark.servers, pytest.mark.browser]


@pytest.fixture
def page(looking: Eye) -> Page:
    return looking.open(Visit("O", looking.stage.address("/portfolio/<entry>/")))


def words(page: Page, text: str) -> None:
    field = page.get_by_label("What changed, and why")
    field.fill("")
    field.press_sequentially(text)


def test_a_number_is_chosen_from_the_list_and_shown_beside_the_text(page: Page) -> None:
    words(page, "It took ")
    if not page.locator("#picker[open]").count():
        page.locator("#picker > summary").press("Enter")
    page.get_by_label("Find in the list").press_sequentially("95 before")
    expect(page.locator("#picker-found")).to_have_text(re.compile(r"^\d found$"))
    page.get_by_role("button", name="Insert 95 % of requests within, before", exact=True).press("Enter")
    field = page.get_by_label("What changed, and why")
    expect(field).to_be_focused()
    expect(field).to_have_value("It took {{before.p95}}")
    page.keyboard.type(" before, and 987 ms after.")
    expect(page.locator("#words-state")).to_contain_text("Saved at")
    expect(page.locator("#preview mark.is-filled").last).to_contain_text("ms")
    expect(page.locator("#preview mark.is-missing").last).to_contain_text("987 ms")
    page.reload()
    expect(field).to_have_value("It took {{before.p95}} before, and 987 ms after.")


def test_words_that_could_not_be_saved_are_there_again(page: Page) -> None:
    words(page, "Saved.")
    expect(page.locator("#words-state")).to_contain_text("Saved at")
    page.route("**/portfolio/*/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label("What changed, and why").press_sequentially(" Lost?")
    expect(page.locator("#words-state")).to_contain_text("the site does not answer")
    page.reload()
    expect(page.get_by_label("What changed, and why")).to_have_value("Saved. Lost?")
    expect(page.locator("#words-state")).to_contain_text("words from your last visit are back")
    page.unroute("**/portfolio/*/")
    page.locator("#words-form").get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Saved.", exact=True).first).to_be_visible()
