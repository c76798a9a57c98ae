"""The exported folder opens in a browser from disk: all in place, each link leads somewhere, nothing is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request

from tests.deployment import Deployment

pytestmark = [pytest.mark.servers, pytest.mark.browser]
HANDLE = "taken-along"
MAKE = (
    "from tests import factories; from perfgym.portfolio.models import Visibility as V\n"
    f"owner = factories.person({HANDLE!r})\n"
    "for number in range(2): factories.entry(owner, visibility=V.PUBLIC, title=f'Result {number}', words='**Once.**')"
)
BROKEN = "() => [...document.images].filter((one) => !one.complete || !one.naturalWidth).map((one) => one.src)"


@pytest.fixture(scope="module")
def folder(site: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written by the command, beside a site that runs."""
    made = tmp_path_factory.mktemp("export") / "mine"
    site.command("shell", "-v", "0", "-c", MAKE)
    said = site.command("portfolio", "export", HANDLE, str(made), "--site", "https://perfgym.example")
    assert "Open" in said
    return made


@pytest.fixture
def asked(browser: Browser, folder: Path) -> Iterator[tuple[list[str], list[str]]]:
    """(pages that were reached, what was asked for and is not a file of the folder), from the first page on."""
    context = browser.new_context()
    page = context.new_page()
    elsewhere: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((folder.as_uri(), "data:")):
            elsewhere.append(request.url)

    page.on("request", note)
    page.on("requestfailed", lambda request: elsewhere.append(f"failed: {request.url}"))
    waiting, reached = [(folder / "index.html").as_uri()], []
    while waiting:
        address = waiting.pop(0)
        if address in reached:
            continue
        page.goto(address)
        reached.append(address)
        elsewhere += page.evaluate(BROKEN)
        links = page.evaluate("() => [...document.links].map((one) => one.href.split('#')[0])")
        waiting += [link for link in links if link.startswith("file:") and link.endswith(".html")]
        elsewhere += [
            link for link in links if link.startswith("file:") and not Path(link.removeprefix("file://")).exists()
        ]
    yield reached, elsewhere
    context.close()


def test_every_page_is_reached_and_nothing_else_is_asked_for(asked: tuple[list[str], list[str]], folder: Path) -> None:
    reached, elsewhere = asked
    assert elsewhere == []
    assert {Path(one.removeprefix("file://")) for one in reached} == set(folder.rglob("*.html"))


def test_it_looks_as_it_does_on_the_site(browser: Browser, folder: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto((folder / "index.html").as_uri())
    ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(18, 20, 23)"
    page.get_by_role("link", name="Result 0").first.click()
    assert page.locator("svg.chart").count() >= 2
    page.close()
