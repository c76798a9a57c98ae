"""A browser that looks at pages: it opens them as someone, in a width and a theme, and says what is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.access.rows import Row
from tests.browser.matrix import visits
from tests.browser.matrix.stage import Stage
from tests.browser.matrix.visits import Visit
from tests.sites import CHROMIUM, FLAGS

WIDTHS = {360: 740, 768: 1024, 1280: 800, 2560: 1440}
THEMES = ("light", "dark")
PAPER = 680  # px: A4 without its margins
FOLDER = Path(__file__).parent
LAYOUT = (FOLDER / "layout.js").read_text()
MOVING = (FOLDER / "moving.js").read_text()
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
AXE_RUN = """async () => {
  const asked = {resultTypes: ["violations"], iframes: false, rules: {"target-size": {enabled: true}}};
  const said = (rule, node) => (node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? rule.help;
  const found = await axe.run(document, asked);
  return found.violations.flatMap((rule) => rule.nodes.map(
    (node) => `axe ${rule.id}: ${node.target.join(" ")}: ${said(rule, node)}`));
}"""
STILL = """async () => {
  await document.fonts.ready;
  for (let at = 0; at < 2; at++) await new Promise(requestAnimationFrame);
}"""
UNFOLD = "() => document.querySelectorAll('details:not(.load)').forEach((one) => { one.open = true; })"


class Eye:
    """One page a person, used again and again."""

    def __init__(self, browser: Browser, stage: Stage) -> None:
        self._browser, self.stage = browser, stage
        self._pages: dict[str, Page] = {}
        self._heard: list[str] = []
        self._visits: dict[str, list[Visit]] = {}

    def visits(self, row: Row) -> list[Visit]:
        """One for each form that the row's page has."""
        if str(row) not in self._visits:
            self._visits[str(row)] = visits.of(row, self.stage)
        return self._visits[str(row)]

    def page(self, letter: str) -> Page:
        if letter not in self._pages:
            self._pages[letter] = self._open(letter)
        return self._pages[letter]

    def _open(self, letter: str) -> Page:
        context = self._browser.new_context(base_url=self.stage.site.url, reduced_motion="reduce")
        if letter in self.stage.cookies:
            session = {"name": "sessionid", "value": self.stage.cookies[letter], "url": self.stage.site.url}
            context.add_cookies([session])  # type: ignore[list-item]
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._heard.append(f"error of a script: {error}"))
        page.on("request", self._request)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _of_the_document(message):
            self._heard.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.stage.site.url, "data:", "blob:")):
            self._heard.append(f"asked another origin: {request.url}")

    def open(self, visit: Visit, width: int = 1280, theme: str = "light") -> Page:
        """The page, when it has come to rest."""
        page = self.page(visit.letter)
        self._heard.clear()
        self.show(page, width, theme)
        page.goto(visit.address, wait_until="load")
        if page.locator("#workbench").count():
            page.locator("#workbench[data-ready]").wait_for(state="attached")
        page.evaluate(STILL)
        return page

    def show(self, page: Page, width: int, theme: str) -> None:
        page.set_viewport_size({"width": width, "height": WIDTHS.get(width, 1000)})
        page.emulate_media(color_scheme=theme, media="screen")  # type: ignore[arg-type]

    def unfold(self, page: Page) -> None:
        page.evaluate(UNFOLD)
        page.evaluate(STILL)

    def layout(self, page: Page) -> list[str]:
        page.evaluate(STILL)
        return list(page.evaluate(LAYOUT))

    def moving(self, page: Page) -> list[str]:
        return list(page.evaluate(MOVING))

    def axe(self, page: Page) -> list[str]:
        """Source of the rules: WCAG 2.2 A and AA, and axe-core's best practices."""
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        return list(page.evaluate(AXE_RUN))

    def printed(self, page: Page) -> list[str]:
        """What is wrong with it on paper."""
        page.set_viewport_size({"width": PAPER, "height": 1000})
        page.emulate_media(media="print")
        return self.layout(page)

    def heard(self) -> list[str]:
        return list(self._heard)


def _of_the_document(message: ConsoleMessage) -> bool:
    """A browser says of the page itself that it was not found: that is what an error page is."""
    where = message.location.get("url", "")
    return "Failed to load resource" in message.text and message.page is not None and where == message.page.url


@contextmanager
def eye(stage: Stage) -> Iterator[Eye]:
    with sync_playwright() as playwright:
        browser: Any = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Eye(browser, stage)
        browser.close()
