"""Nothing typed is lost: not when the site is away, not when a tab is closed, not when two edit the same file."""

import random
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from tests.deployment import wait_until
from tests.web.bench import open_bench, state, to_the_end, write
from tests.web.history import everything_kept

pytestmark = [pytest.mark.servers, pytest.mark.browser]
SITE = "**/labs/**"
NO_LAST_WORD = (
    "{const sent = fetch; fetch = (url, how) => how?.keepalive ? Promise.reject(new TypeError()) : sent(url, how)}"
)


def content(page: Page) -> Any:
    to_the_end(page)
    return expect(page.locator(".cm-content"))


def beside(page: Page) -> Page:
    """A second tab of the same browser."""
    other = page.context.new_page()
    open_bench(other)
    return other


def elsewhere(browser: Browser, page: Page) -> Page:
    """The same person on another machine."""
    address = page.url.split("/labs/")[0]
    context = browser.new_context(base_url=address, storage_state=page.context.storage_state())
    other = context.new_page()
    open_bench(other)
    return other


def cut_off(page: Page) -> None:
    page.route(SITE, lambda route: route.abort())


def conflict(page: Page, other: Page) -> None:
    """Two tabs with text of their own each, of which the first is saved."""
    cut_off(other)
    write(other, "# second\n")
    state(other, "offline")
    write(page, "# first\n")
    state(page, "saved")
    state(other, "conflict")
    other.unroute(SITE)


def test_a_site_that_is_away_delays_saving_and_says_where_the_text_is(page: Page) -> None:
    cut_off(page)
    write(page, "# while away\n")
    state(page, "offline")
    expect(page.locator("#save-state")).to_have_text("offline: kept on this machine")
    page.unroute(SITE)
    state(page, "saved")
    expect(page.locator("#save-state")).to_have_text(re.compile(r"saved (just now|\d+ s ago)"))


def test_a_lost_network_is_found_again_at_once(page: Page) -> None:
    page.context.set_offline(True)
    write(page, "# in a tunnel\n")
    state(page, "offline")
    page.context.set_offline(False)
    state(page, "saved")


def test_a_browser_that_keeps_nothing_says_so(page: Page) -> None:
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') })")
    cut_off(page)
    write(page, "# nowhere\n")
    expect(page.locator("#save-state")).to_have_text("offline: leave this page open")


def test_unsaved_text_comes_back_after_the_page_was_closed(page: Page) -> None:
    cut_off(page)
    write(page, "# never sent\n")
    state(page, "offline")
    page.close()
    again = page.context.new_page()
    open_bench(again)
    content(again).to_contain_text("# never sent")
    state(again, "saved")


def test_a_tab_shows_at_once_what_another_one_saves(page: Page) -> None:
    other = beside(page)
    write(page, "# first\n")
    state(page, "saved")
    content(other).to_contain_text("# first")
    write(other, "# second\n")
    state(other, "saved")
    content(page).to_contain_text("# first")
    content(page).to_contain_text("# second")


def test_another_machine_shows_it_when_one_comes_back_to_it(page: Page, browser: Browser) -> None:
    other = elsewhere(browser, page)
    write(page, "# on the laptop\n")
    state(page, "saved")
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    content(other).to_contain_text("# on the laptop")
    other.context.close()


def test_two_machines_that_save_the_same_file_are_told(page: Page, browser: Browser) -> None:
    other = elsewhere(browser, page)
    write(page, "# on the laptop\n")
    state(page, "saved")
    write(other, "# in the lab\n")
    state(other, "conflict")
    expect(other.locator("#conflict-theirs")).to_contain_text("# on the laptop")
    kept = everything_kept(page)  # though nobody has chosen yet
    assert "# in the lab" in kept
    other.context.close()


def test_both_versions_of_a_conflict_are_shown_and_thinking_it_over_is_allowed(page: Page) -> None:
    other = beside(page)
    conflict(page, other)
    expect(other.locator("#conflict-theirs")).to_contain_text("# first")
    expect(other.locator("#conflict-mine")).to_contain_text("# second")
    other.keyboard.press("Escape")
    other.get_by_role("button", name="choose a version").click()
    expect(other.get_by_role("dialog", name="was saved elsewhere")).to_be_visible()


@pytest.mark.parametrize("choice", ["Keep this one", "Take this one"])
def test_the_losing_version_is_in_the_history_and_one_undo_away(page: Page, choice: str) -> None:
    other = beside(page)
    conflict(page, other)
    wins, loses = ("# second", "# first") if choice == "Keep this one" else ("# first", "# second")
    other.get_by_role("button", name=choice).click()
    state(other, "saved")
    content(other).to_contain_text(wins)
    content(other).not_to_contain_text(loses)
    assert loses in everything_kept(other)
    other.keyboard.press("Control+z")
    content(other).to_contain_text(loses)


def test_two_tabs_that_end_without_a_last_word_both_leave_their_text(page: Page) -> None:
    page.context.add_init_script(NO_LAST_WORD)
    open_bench(page)
    other = beside(page)
    for tab, text in ((page, "# of one\n"), (other, "# of the other\n")):
        cut_off(tab)
        write(tab, text)
        state(tab, "offline")
    page.close()
    other.close()
    again = page.context.new_page()
    open_bench(again)
    content(again).to_contain_text("# of the other")
    state(again, "saved")
    wait_until(lambda: "# of one" in everything_kept(again), "the other text is in the history")


def test_a_tab_does_not_take_over_what_another_one_still_types(page: Page) -> None:
    cut_off(page)
    write(page, "# still open\n")
    state(page, "offline")
    other = beside(page)
    content(other).not_to_contain_text("# still open")
    page.unroute(SITE)
    state(page, "saved")
    content(other).to_contain_text("# still open")


def test_the_text_of_one_person_is_not_shown_to_the_next(page: Page, links: Any) -> None:
    cut_off(page)
    write(page, "# mine alone\n")
    state(page, "offline")
    page.goto("about:blank")
    page.unroute(SITE)
    page.context.clear_cookies()
    page.goto(next(links))
    open_bench(page)
    content(page).not_to_contain_text("# mine alone")


class Person:
    """Somebody with two tabs and a bad network, who types a word here and a word there."""

    def __init__(self, page: Page, seed: int) -> None:
        self.tabs = [page, beside(page)]
        self.chance = random.Random(seed)
        self.words: list[str] = []

    def act(self, at: int) -> None:
        self.choose(at)
        acts: list[Callable[[int], None]] = [self.type, self.type, self.type, self.close_and_open, self.lose, self.find]
        self.chance.choice(acts)(at)
        for tab in self.tabs:
            expect(tab.locator("#save-state")).to_have_attribute(
                "data-save-state", re.compile("saved|conflict|offline")
            )

    def type(self, at: int) -> None:
        self.words.append(f"# word {len(self.words)} of {at}.")
        self.reach_the_editor(at)
        write(self.tabs[at], f"{self.words[-1]}\n")

    def reach_the_editor(self, at: int) -> None:
        """What the other tab has just saved may open the dialog in the very moment one wants to type."""
        for _ in range(5):
            self.choose(at)
            with suppress(TimeoutError):
                self.tabs[at].locator(".cm-content").click(trial=True, timeout=1000)
                return

    def close_and_open(self, at: int) -> None:
        self.tabs[at].close()
        self.tabs[at] = self.tabs[1 - at].context.new_page()
        open_bench(self.tabs[at])
        expect(self.tabs[at].locator("#workbench[data-recovered]")).to_be_attached()

    def lose(self, at: int) -> None:
        cut_off(self.tabs[at])

    def find(self, at: int) -> None:
        self.tabs[at].unroute(SITE)
        self.tabs[at].evaluate("void dispatchEvent(new Event('online'))")
        expect(self.tabs[at].locator("#save-state")).to_have_attribute("data-save-state", re.compile("saved|conflict"))

    def choose(self, at: int) -> None:
        """Settle what conflicts there are, one way or the other."""
        dialog = self.tabs[at].get_by_role("dialog", name="was saved elsewhere")
        while dialog.is_visible():
            dialog.get_by_role("button").nth(self.chance.randrange(2)).click()


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.spare)])
def test_whatever_the_order_every_word_is_kept(page: Page, seed: int) -> None:
    person = Person(page, seed)
    for _ in range(16):
        person.act(person.chance.randrange(2))
    for at in (0, 1, 0, 1):
        person.find(at)
        person.choose(at)
        expect(person.tabs[at].locator("#save-state")).to_have_attribute(
            "data-save-state", re.compile("saved|conflict")
        )
    person.close_and_open(0)  # so that what waits for the history gets there
    assert len(person.words) > 2
    wait_until(lambda: all(word in everything_kept(person.tabs[0]) for word in person.words), "every word is kept", 20)
