"""The editor: what was typed is there after a reload, files and keys do what they say, and no page breaks out."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.bench import WORK, open_bench, state, to_the_end, write

pytestmark = [pytest.mark.servers, pytest.mark.browser]


def content(page: Page) -> Any:
    return expect(page.locator(".cm-content"))


def test_what_was_typed_is_there_after_a_reload(page: Page) -> None:
    write(page, "# mine\n")
    state(page, "saved")
    open_bench(page)
    to_the_end(page)
    content(page).to_contain_text("# mine")


def test_being_signed_out_never_looks_like_saved(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")
    write(page, "# signed out\n")
    state(page, "error")
    expect(page.locator("#save-problem")).to_contain_text("no longer signed in")


def test_restore_brings_the_starter_back_and_can_be_undone(page: Page) -> None:
    write(page, "# mine\n")
    state(page, "saved")
    expect(page.get_by_role("tab").first).to_have_class(re.compile("changed"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Restore this file").click()
    expect(page.get_by_role("tab").first).not_to_have_class(re.compile("changed"))
    page.locator(".cm-content").click()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+End")
    content(page).to_contain_text("# mine")


def test_the_keyboard_opens_files_shows_its_keys_and_leaves_the_editor(page: Page) -> None:
    page.keyboard.press("Alt+2")
    expect(page.get_by_role("tab", selected=True)).to_have_text("views.py")
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280, 2560])
def test_no_page_is_wider_than_its_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/", "/labs/", "/labs/sql-n-plus-one/", WORK):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_nothing_breaks_the_content_security_policy(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in ("/", "/labs/", "/labs/sql-n-plus-one/", WORK):
        page.goto(address)
    expect(page.locator("#workbench[data-ready]")).to_be_attached()
    page.get_by_role("button", name="Changes").click()
    assert said == []
