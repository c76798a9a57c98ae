"""What opens on the workbench keeps the design as the page does: lists, dialogs, search in a file, both differences."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.matrix.eye import Eye
from tests.browser.matrix.visits import Visit

WORK = "/labs/<lab>/work/?step=2"
FORGET = (
    "void (Storage.prototype.setItem = () => {}, localStorage.clear(), sessionStorage.clear())"  # as for a new person
)
SIZES = ((1280, "light"), (360, "dark"), (2560, "dark"))


def press(*keys: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)

    return act


def history(page: Page) -> None:
    page.keyboard.press("h")
    expect(page.locator("#versions tbody")).to_be_visible()


def look(page: Page) -> None:
    history(page)
    page.locator("#versions [data-look]").first.press("Enter")
    expect(page.locator("#versions [data-bring-back], #versions .empty")).to_be_visible()


def find(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("select")
    expect(page.locator("#find [role=option]").first).to_be_visible()


def conflict(page: Page) -> None:
    """As if another machine had saved meanwhile."""
    page.keyboard.press("e")
    address = "**/files/bookshop/queries.py"
    answer = {"digest": "0" * 64, "content": "# elsewhere\n", "error": "saved elsewhere"}
    page.route(address, lambda route: route.fulfill(status=409, json=answer))
    page.keyboard.insert_text("# here\n")
    expect(page.locator("#conflict")).to_be_visible()
    page.unroute(address)


OPENED: dict[str, Callable[[Page], None]] = {
    "all commands": press("Control+k"),
    "the keys": press("?"),
    "history": history,
    "an earlier state": look,
    "search in all files": find,
    "search in a file": press("e", "Control+f"),
    "the changes": press("d"),
    "a conflict": conflict,
}


def on_the_workbench(eye: Eye, what: str) -> dict[str, list[str]]:
    """What is wrong while this is open, by size."""
    found = {}
    for width, theme in SIZES:
        page = eye.open(Visit("O", eye.stage.address(WORK)), width, theme)
        page.evaluate(FORGET)
        page.reload()
        page.locator("#workbench[data-recovered]").wait_for(state="attached")
        OPENED[what](page)
        found[f"{width} px {theme}"] = eye.layout(page) + eye.axe(page)
    return found
