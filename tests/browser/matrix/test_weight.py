"""What a browser really receives at the first visit of a page: at most 350 kB for a page with an editor, 60 kB else."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.access.rows import Row, pages
from tests.browser.matrix.eye import STILL, Eye
from tests.browser.matrix.visits import STATES, Visit

pytestmark = [pytest.mark.servers, pytest.mark.browser]
KB = 1024
WORKBENCH, OTHERS = 350 * KB, 60 * KB
EDITORS = "#workbench, #editor"  # pages with an editor


@pytest.mark.parametrize("row", pages(), ids=str)
def test_the_first_visit_of_a_page_is_light(looking: Eye, row: Row) -> None:
    hold(looking, looking.visits(row)[0])


@pytest.mark.parametrize(("letter", "at"), STATES)
def test_the_first_visit_of_a_state_is_light(looking: Eye, letter: str, at: str) -> None:
    hold(looking, Visit(letter, looking.stage.address(at)))


def hold(looking: Eye, visit: Visit) -> None:
    page = looking.page(visit.letter)
    received = weigh(page, visit.address)
    most = WORKBENCH if page.locator(EDITORS).count() else OTHERS
    assert sum(received.values()) <= most, received


def weigh(page: Page, address: str) -> dict[str, int]:
    """Bytes on the wire by address, headers and all, of a visit with an empty cache."""
    page.goto("about:blank")  # what the page before still fetches is not of this visit
    session = page.context.new_cdp_session(page)
    names: dict[str, str] = {}
    received: dict[str, int] = {}

    def answered(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["response"]["url"]

    def finished(event: dict[str, Any]) -> None:
        received[names[event["requestId"]]] = int(event["encodedDataLength"])

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address, wait_until="load")
    page.evaluate(STILL)
    session.detach()
    assert received
    return received
