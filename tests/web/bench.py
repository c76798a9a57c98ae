"""The workbench as a person uses it."""

from playwright.sync_api import Page, expect

WORK = "/labs/sql-n-plus-one/work/?step=2"


def open_bench(page: Page) -> None:
    page.goto(WORK)
    expect(page.locator("#workbench[data-ready]")).to_be_attached()


def write(page: Page, text: str) -> None:
    """Type at the end of the file that is open."""
    to_the_end(page)
    page.keyboard.insert_text(text)


def to_the_end(page: Page) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")


def state(page: Page, expected: str) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-save-state", expected)
