"""What one changed against the starter: side by side where there is room, and counted at the tab."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.bench import state, to_the_end, write

pytestmark = [pytest.mark.servers, pytest.mark.browser]


def two_changes(page: Page) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("# at the top\n")
    write(page, "# at the end\n")
    state(page, "saved")


def test_a_tab_counts_the_lines_that_were_changed(page: Page) -> None:
    two_changes(page)
    expect(page.get_by_role("tab", name="queries.py 2 lines changed")).to_be_visible()
    page.get_by_role("tab", name="queries.py").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", selected=True)).to_have_text("views.py")


def test_on_a_wide_screen_both_texts_stand_side_by_side(page: Page) -> None:
    page.set_viewport_size({"width": 2560, "height": 1200})
    two_changes(page)
    page.get_by_role("button", name="Changes").click()
    left, right = page.locator(".cm-merge-a .cm-content"), page.locator(".cm-merge-b .cm-content")
    expect(left).not_to_contain_text("# at the top")
    expect(right).to_contain_text("# at the top")
    right.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("# typed on the right\n")
    state(page, "saved")
    page.get_by_role("button", name="Changes").click()
    to_the_end(page)
    expect(page.locator(".cm-content")).to_contain_text("# typed on the right")
    page.keyboard.press("Control+z")
    expect(page.locator(".cm-content")).not_to_contain_text("# typed on the right")


def test_on_a_narrow_screen_they_are_one_text(page: Page) -> None:
    two_changes(page)
    page.get_by_role("button", name="Changes").click()
    expect(page.locator(".cm-mergeView")).to_have_count(0)
    expect(page.get_by_role("button", name="put these lines back").first).to_be_visible()


def test_the_face_changes_with_the_room(page: Page) -> None:
    page.get_by_role("button", name="Changes").click()
    expect(page.locator(".cm-mergeView")).to_have_count(0)
    page.set_viewport_size({"width": 2560, "height": 1200})
    expect(page.locator(".cm-mergeView")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator(".cm-mergeView")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 2560])
def test_a_key_goes_from_change_to_change(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    two_changes(page)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    active = page.locator(".cm-focused .cm-activeLine")
    expect(active).to_contain_text("# at the end")
    page.keyboard.press("Shift+F8")
    expect(active).to_contain_text("# at the top")
