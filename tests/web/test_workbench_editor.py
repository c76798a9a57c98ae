"""The editor loses nothing: not on a reload, not when the site is away, not when two tabs save the same file."""

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


def test_a_site_that_is_away_delays_saving_and_loses_nothing(page: Page) -> None:
    page.route("**/files/**", lambda route: route.abort())
    write(page, "# while away\n")
    state(page, "error")
    page.unroute("**/files/**")
    state(page, "saved")


def test_unsaved_text_comes_back_after_the_page_was_closed(page: Page) -> None:
    page.route("**/files/**", lambda route: route.abort())
    write(page, "# never sent\n")
    state(page, "error")
    page.unroute("**/files/**")
    open_bench(page)
    state(page, "saved")
    to_the_end(page)
    content(page).to_contain_text("# never sent")


def test_being_signed_out_never_looks_like_saved(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")
    write(page, "# signed out\n")
    state(page, "error")
    expect(page.locator("#save-problem")).to_contain_text("no longer signed in")


def test_two_tabs_that_save_the_same_file_keep_both_versions(page: Page) -> None:
    other = page.context.new_page()
    open_bench(other)
    write(page, "# first tab\n")
    state(page, "saved")
    write(other, "# second tab\n")
    state(other, "conflict")
    expect(other.locator("#conflict-theirs")).to_contain_text("# first tab")
    expect(other.locator("#conflict-mine")).to_contain_text("# second tab")

    other.keyboard.press("Escape")  # thinking it over is allowed
    other.get_by_role("button", name="choose a version").click()
    other.get_by_role("button", name="Keep this one").click()
    state(other, "saved")
    content(other).to_contain_text("# second tab")
    other.locator(".cm-content").click()
    other.keyboard.press("Control+z")
    other.keyboard.press("Control+End")
    content(other).to_contain_text("# first tab")


def test_restore_brings_the_starter_back_and_can_be_undone(page: Page) -> None:
    write(page, "# mine\n")
    state(page, "saved")
    expect(page.get_by_role("tab").first).to_have_class("changed")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_role("tab").first).not_to_have_class("changed")
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
