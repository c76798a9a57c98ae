"""Every command of the workbench is found by a few letters, and the list of keys is made from the same commands."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.bench import open_bench, write

pytestmark = [pytest.mark.servers, pytest.mark.browser]


def palette(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Commands")


def chosen(page: Page) -> Locator:
    return palette(page).get_by_role("option", selected=True)


def test_a_few_letters_find_a_command_and_enter_does_it(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("views")
    expect(chosen(page)).to_contain_text("Open bookshop/views.py")
    page.keyboard.press("Enter")
    expect(palette(page)).to_be_hidden()
    expect(page.get_by_role("tab", selected=True)).to_have_text("views.py")
    expect(page.locator(".cm-content")).to_be_focused()


def test_letters_of_several_words_find_what_has_them_in_order(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("rmlt")
    expect(chosen(page)).to_contain_text("Run my load test")
    page.keyboard.type("zzz")
    expect(palette(page).get_by_role("status")).to_have_text("No command has these letters.")
    page.keyboard.press("Enter")
    expect(palette(page)).to_be_visible()


def test_arrows_choose_and_escape_gives_the_focus_back(page: Page) -> None:
    write(page, "# here\n")
    page.keyboard.press("Control+k")
    first = chosen(page).inner_text()
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).not_to_have_text(first)
    page.keyboard.press("ArrowUp")
    assert chosen(page).inner_text() == first
    page.keyboard.press("Escape")
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.insert_text("# and on\n")
    expect(page.locator(".cm-content")).to_contain_text("# and on")


def test_a_command_that_cannot_be_done_now_is_not_offered(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("Cancel the run")
    expect(palette(page).get_by_role("option", name="Cancel the run")).to_have_count(0)


def test_the_list_of_keys_has_every_command_that_has_a_key(page: Page) -> None:
    page.keyboard.press("Control+k")
    offered = palette(page).locator("[role=option]:has(kbd) .name").all_inner_texts()
    page.keyboard.press("Escape")
    expect(palette(page)).to_be_hidden()
    page.locator(".guide").focus()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    told = keys.get_by_role("row").all_inner_texts()
    missing = [name for name in offered if not any(name in row for row in told)]
    assert len(offered) > 15
    assert missing == []


def test_single_keys_do_nothing_while_one_types(page: Page) -> None:
    write(page, "")
    page.keyboard.type("n?d")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(page.locator(".cm-content")).to_contain_text("n?d")


def test_single_keys_can_be_switched_off_for_good(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_label("Single keys act outside of text fields").uncheck()
    page.keyboard.press("Escape")
    open_bench(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(palette(page)).to_be_visible()


def test_steps_turn_by_a_key(page: Page) -> None:
    page.keyboard.press("n")
    expect(page.locator(".benchbar")).to_contain_text("step 3 of")
    expect(page.locator("#workbench[data-ready]")).to_be_attached()
    page.keyboard.press("p")
    expect(page.locator(".benchbar")).to_contain_text("step 2 of")


def test_keys_of_a_mac_are_those_that_a_mac_has_free(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'platform', {get: () => 'MacIntel'})")
    open_bench(page)
    page.keyboard.press("Alt+2")  # a letter on many Mac keyboards: it must stay one
    expect(page.get_by_role("tab", selected=True)).not_to_have_text("views.py")
    page.keyboard.press("Control+2")
    expect(page.get_by_role("tab", selected=True)).to_have_text("views.py")
    page.keyboard.press("Meta+k")
    expect(palette(page)).to_be_visible()
