"""Somebody who has no mouse: what they reach, they reach by Tab and keys."""

import re

from playwright.sync_api import Locator, Page, expect

FARTHEST = 120  # presses of Tab; more than any page here has places
WATCH = """
for (const kind of ["pointerdown", "mousedown", "touchstart", "wheel"])
  addEventListener(kind, () => sessionStorage.setItem("perfgym-mouse", kind), true);
"""


def without_a_mouse(page: Page) -> None:
    """Note from now on whether anything but the keyboard was used."""
    page.context.add_init_script(WATCH)


def mouse(page: Page) -> str | None:
    """What was used of a mouse or a finger in this tab."""
    used: str | None = page.evaluate("sessionStorage.getItem('perfgym-mouse')")
    return used


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus, as far as one would go; out of the editor as its help says."""
    expect(wanted).to_be_attached()
    for _ in range(FARTHEST):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        if page.evaluate("Boolean(document.activeElement.closest('.cm-content'))"):
            page.keyboard.press("Escape")
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}")


def go(page: Page, wanted: Locator) -> None:
    """Follow a link or press a button."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def command(page: Page, letters: str, name: str) -> None:
    """By the list of all commands."""
    page.keyboard.press("Control+k")
    page.keyboard.type(letters)
    expect(page.get_by_role("dialog", name="Commands").get_by_role("option", selected=True)).to_contain_text(name)
    page.keyboard.press("Enter")


def replace_file(page: Page, path: str, content: str) -> None:
    """Open a file, put other content in, and see it saved."""
    command(page, f"open {path}", f"Open {path}")
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(content)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator("#save-state")).to_have_attribute("data-save-state", "saved")
    expect(page.locator("#save-state")).to_have_text(re.compile("saved"))
