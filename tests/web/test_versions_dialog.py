"""The history of one's files in the workbench: look at a state and bring it back without leaving."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.bench import state, to_the_end, write

pytestmark = [pytest.mark.servers, pytest.mark.browser]


def history(page: Page) -> Locator:
    return page.locator("dialog#versions")


def first_state(page: Page) -> None:
    """Type, so that the starter is kept; and look at it."""
    write(page, "# mine\n")
    state(page, "saved")
    page.get_by_role("link", name="History", exact=True).click()
    expect(history(page).get_by_text("as the lab gave it")).to_be_visible()
    history(page).get_by_role("row").last.get_by_role("link").first.click()


def test_a_state_is_looked_at_and_brought_back(page: Page) -> None:
    first_state(page)
    expect(history(page).locator(".diff")).to_contain_text("# mine")
    history(page).get_by_role("button", name="Bring all of it back").click()
    expect(history(page)).to_be_hidden()
    expect(page.locator(".cm-content")).not_to_contain_text("# mine")
    state(page, "saved")
    page.get_by_role("link", name="History", exact=True).click()
    expect(history(page).get_by_text("Before files were put back")).to_be_visible()


def test_bringing_back_is_one_undo_away_too(page: Page) -> None:
    first_state(page)
    history(page).get_by_role("button", name="Bring all of it back").click()
    expect(history(page)).to_be_hidden()
    expect(page.locator(".cm-content")).not_to_contain_text("# mine")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+z")
    to_the_end(page)
    expect(page.locator(".cm-content")).to_contain_text("# mine")


def test_one_goes_back_to_the_list_and_closes_by_keyboard(page: Page) -> None:
    first_state(page)
    history(page).get_by_role("link", name="All states").press("Enter")
    expect(history(page).get_by_role("heading", name="History of your files")).to_be_focused()
    page.keyboard.press("Escape")
    expect(history(page)).to_be_hidden()


def test_a_site_that_is_away_is_said_and_changes_nothing(page: Page) -> None:
    first_state(page)
    page.route("**/bring-back/", lambda route: route.abort())
    history(page).get_by_role("button", name="Bring all of it back").click()
    expect(history(page).get_by_role("heading", level=2)).to_contain_text("The site cannot be reached")
    page.keyboard.press("Escape")
    to_the_end(page)
    expect(page.locator(".cm-content")).to_contain_text("# mine")
