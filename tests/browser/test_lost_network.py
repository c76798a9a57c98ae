"""A lost network, a dead site and a reload in the middle of a real load test: the charts have every second, once.

With `--long` the network is away for twenty seconds, once with broken connections and once in silence.
"""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.line import Line, Mode, line_to
from tests.deployment import Deployment, wait_until
from tests.sites import sign_in_ada
from tests.web.bench import open_bench

pytestmark = [pytest.mark.servers, pytest.mark.browser, pytest.mark.measures, pytest.mark.timeout(600)]

SLOW = 120_000  # ms; a bound for waiting, never a measure
TABLE = """() => [...document.querySelectorAll("#run-numbers tbody tr")].map((row) =>
    [...row.children].slice(0, 2).map((cell) => Number(cell.textContent.replaceAll(",", ""))))"""


@pytest.fixture
def line(working_site: Deployment) -> Iterator[Line]:
    with line_to(working_site.port) as line:
        yield line


@pytest.fixture
def context(line: Line, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=f"http://127.0.0.1:{line.port}", viewport={"width": 1280, "height": 800})
    yield context
    context.close()


def rows(page: Page) -> list[list[float]]:
    """[second, requests a second] of the table behind the charts."""
    return list(page.evaluate(TABLE))


def told(page: Page, second: int) -> None:
    """Wait until the charts have this second."""
    expect(page.locator("#run-numbers tbody tr").nth(second - 1)).to_be_attached(timeout=SLOW)


def series(site: Deployment) -> list[list[float]]:
    """What the run has kept, rounded as it is shown."""
    ((result,),) = site.rows("SELECT result FROM runs_run ORDER BY created_at DESC LIMIT 1")
    return [[row["t"], float(f"{row['rps']:.3g}")] for row in result["series"]]


def start(page: Page, seconds: int) -> None:
    page.locator("#load-settings > summary").click()
    page.locator("#seconds").fill(str(seconds))
    page.locator("#load-settings > summary").click()
    page.get_by_role("button", name="Run my load test").click()


def away(context: BrowserContext, page: Page, line: Line, mode: Mode, seconds: float) -> None:
    """Take the network away for so long, and see that the page says so."""
    context.set_offline(True)
    line.mode = mode
    until = time.monotonic() + seconds
    expect(page.locator("#run-away")).to_contain_text("Reconnecting", timeout=SLOW)
    page.wait_for_timeout(1000 * max(0.0, until - time.monotonic()))
    line.mode = Mode.THROUGH
    context.set_offline(False)


def test_every_second_is_told_once_whatever_is_away(
    working_site: Deployment, line: Line, context: BrowserContext, pytestconfig: pytest.Config
) -> None:
    is_long = pytestconfig.getoption("--long")
    page = context.new_page()
    page.goto(sign_in_ada(working_site))
    open_bench(page)
    start(page, 75 if is_long else 16)

    told(page, 2)
    away(context, page, line, Mode.CUT, 20 if is_long else 3)
    expect(page.locator("#run-away")).to_be_hidden(timeout=SLOW)
    if is_long:
        away(context, page, line, Mode.SILENT, 20)
        expect(page.locator("#run-away")).to_be_hidden(timeout=SLOW)

    working_site.kill("site")
    expect(page.locator("#run-away")).to_contain_text("Reconnecting")
    working_site.start_site()
    expect(page.locator("#run-away")).to_be_hidden(timeout=SLOW)

    told(page, 6)
    seen = rows(page)
    page.reload()
    told(page, len(seen))
    assert rows(page)[: len(seen)] == seen
    assert re.search(r"second \d+ of", page.locator("#run-state").inner_text())

    expect(page.locator("#workbench")).to_have_attribute("data-last-run", "finished", timeout=SLOW)
    kept = series(working_site)
    assert len(kept) >= (60 if is_long else 12)
    assert [row[0] for row in rows(page)] == [row[0] for row in kept]
    assert rows(page) == [pytest.approx(row, rel=0.01) for row in kept]

    said = page.locator("#run-figure").inner_text(), page.locator("#run-detail").inner_text()
    page.reload()
    wait_until(lambda: len(rows(page)) == len(kept), "the charts of the run that has ended are there again")
    expect(page.locator("#workbench")).to_have_attribute("data-last-run", "finished")
    expect(page.locator("#run-detail")).to_have_text(said[1])
    assert page.locator("#run-figure").inner_text() == said[0]
    expect(page.get_by_role("button", name="Run my load test")).to_be_enabled()
