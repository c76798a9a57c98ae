"""The editor loses nothing: not on a reload, not when the site is away, not when two tabs save the same file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.deployment import Deployment, deployment

pytestmark = [pytest.mark.servers, pytest.mark.browser]

FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WORK = "/labs/sql-n-plus-one/work/?step=2"


@pytest.fixture(scope="module")
def site(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    home: Path = tmp_path_factory.mktemp("site")
    with deployment(servers, home, "process") as running:
        running.start_site()
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(site: Deployment, browser: Browser) -> Iterator[Page]:
    """The workbench of a new learner."""
    code = (
        "import secrets; from perfgym.accounts.models import Person, SignInLink; "
        "print(SignInLink.objects.issue(Person.objects.create_user('p' + secrets.token_hex(4))))"
    )
    link = site.command("shell", "-v", "0", "-c", code).strip().splitlines()[-1]
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(link)
    open_bench(page)
    yield page
    context.close()


def open_bench(page: Page) -> None:
    page.goto(WORK)
    expect(page.locator("#workbench[data-ready]")).to_be_attached()


def write(page: Page, text: str) -> None:
    """Type at the end of the file that is open."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def state(page: Page, expected: str) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-save-state", expected)


def content(page: Page) -> Any:
    return expect(page.locator(".cm-content"))


def test_what_was_typed_is_there_after_a_reload(page: Page) -> None:
    write(page, "# mine\n")
    state(page, "saved")
    open_bench(page)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
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
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
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


def test_a_run_that_cannot_start_says_why_and_gives_the_buttons_back(page: Page) -> None:
    page.route("**/runs/", lambda route: route.fulfill(status=429, json={"error": "You have 4 runs waiting."}))
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#run-detail")).to_have_text("You have 4 runs waiting.")
    expect(page.get_by_role("button", name="Measure my change")).to_be_enabled()


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
