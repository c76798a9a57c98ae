"""One search over all files of the app; those that may not be changed can be read."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.bench import write

pytestmark = [pytest.mark.servers, pytest.mark.browser]


def search(page: Page) -> Locator:
    page.keyboard.press("Control+Shift+f")
    return page.get_by_role("dialog", name="Search in all files")


def test_enter_opens_the_line_that_was_found(page: Page) -> None:
    found = search(page)
    page.keyboard.type("def list_books")
    expect(found.get_by_role("option", selected=True)).to_contain_text("bookshop/queries.py:")
    page.keyboard.press("Enter")
    expect(found).to_be_hidden()
    expect(page.locator(".cm-content")).to_be_focused()
    expect(page.locator(".cm-activeLine")).to_contain_text("def list_books")


def test_what_was_just_typed_is_found(page: Page) -> None:
    write(page, "# needle\n")
    found = search(page)
    page.keyboard.type("NEEDLE")
    expect(found.get_by_role("option")).to_have_count(1)


def test_the_apps_other_files_are_read_but_not_changed(page: Page) -> None:
    found = search(page)
    page.keyboard.type("def connection")
    option = found.get_by_role("option", name="read only").first
    expect(option).to_be_visible()
    option.click()
    tab = page.get_by_role("tab", selected=True)
    expect(tab).to_have_attribute("title", "bookshop/db.py, to read only")
    before = page.locator(".cm-content").inner_text()
    page.keyboard.insert_text("x = 1\n")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    assert page.locator(".cm-content").inner_text() == before


def test_without_a_word_every_file_is_listed(page: Page) -> None:
    found = search(page)
    expect(found.get_by_role("option", name="bookshop/serve.py")).to_be_visible()
    expect(found.get_by_role("option", name="locustfile.py")).to_be_visible()


def test_a_word_that_is_nowhere_is_said(page: Page) -> None:
    found = search(page)
    page.keyboard.type("nothing like it")
    expect(found.get_by_role("status")).to_have_text("No file has this.")


def test_without_the_other_files_ones_own_are_still_searched(page: Page) -> None:
    page.route("**/source/", lambda route: route.abort())
    found = search(page)
    page.keyboard.type("def list_books")
    expect(found.get_by_role("option")).to_have_count(1)
