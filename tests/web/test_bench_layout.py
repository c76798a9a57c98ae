"""The workbench is divided as one likes it, by mouse or keyboard, and comes back so; a reload keeps where one was."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.bench import open_bench

pytestmark = [pytest.mark.servers, pytest.mark.browser]


def width(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    return box["width"] if box else 0


def test_arrow_keys_move_a_border_and_it_stays_there(page: Page) -> None:
    border = page.get_by_role("separator", name="Width of the guide")
    before = width(page, ".guide")
    border.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    moved = width(page, ".guide")
    assert moved < before - 20
    expect(border).to_have_attribute("aria-valuenow", "32")
    open_bench(page)
    assert width(page, ".guide") == pytest.approx(moved, abs=2)


def test_a_border_is_dragged(page: Page) -> None:
    border = page.get_by_role("separator", name="Height of the runs")
    box = border.bounding_box()
    assert box
    page.mouse.move(600, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(600, box["y"] - 96, steps=3)
    page.mouse.up()
    after = border.bounding_box()
    assert after
    assert box["y"] - after["y"] == pytest.approx(100, abs=6)


def test_the_guide_folds_away_and_back(page: Page) -> None:
    page.get_by_role("separator", name="Width of the guide").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".guide")).to_be_hidden()
    expect(page.get_by_role("separator", name="Width of the guide")).to_have_attribute("aria-valuetext", "folded away")
    page.keyboard.press("b")
    expect(page.locator(".guide")).to_be_visible()


def test_code_can_be_larger(page: Page) -> None:
    line = page.locator(".cm-line").first
    before = line.bounding_box()
    page.keyboard.press("+")
    page.keyboard.press("+")
    after = line.bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]


def test_a_reload_comes_back_to_the_file_the_cursor_and_the_pane(page: Page) -> None:
    page.set_viewport_size({"width": 800, "height": 800})
    page.keyboard.press("Alt+2")
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowUp")
    line = page.locator(".cm-activeLineGutter, .cm-activeLine").last.inner_text()
    page.reload()
    expect(page.locator("#workbench[data-ready]")).to_have_attribute("data-pane", "code")
    expect(page.get_by_role("tab", selected=True)).to_have_text("views.py")
    expect(page.locator(".cm-content")).to_be_focused()
    assert page.locator(".cm-activeLineGutter, .cm-activeLine").last.inner_text() == line
    page.keyboard.insert_text("# here")
    expect(page.locator(".cm-activeLine")).to_contain_text("# here")


def test_turning_to_another_step_leaves_the_focus_at_the_top(page: Page) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Next:").click()
    expect(page.locator("#workbench[data-ready]")).to_be_attached()
    expect(page.locator(".cm-content")).not_to_be_focused()
