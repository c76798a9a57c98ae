"""How long the workbench takes until one can type, on a slow machine.

    python3 tests/bench/startup.py [--rounds 7] [--slower 4]

A real Chromium with its CPU throttled, an empty cache each time, the site on loopback. Prints, as the median and the
worst of the rounds in ms since the navigation began: the first paint of content, the page being ready (every command
works), the main thread being quiet afterwards, and how long a letter takes to be on the screen; and the bytes that came
over the wire. Never run it beside anything else.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from perfgym.embedded import servers as embedded
from tests.deployment import Deployment, deployment

WORK = "/labs/sql-n-plus-one/work/?step=2"
QUIET_MS = 500
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WATCH = """
window.seen = {long: 0, last: 0};
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) {
    seen.long += Math.max(0, task.duration - 50);
    seen.last = task.startTime + task.duration;
  }
}).observe({type: "longtask", buffered: true});
new MutationObserver(() => {
  const bench = document.getElementById("workbench");
  if (bench?.dataset.ready && !seen.ready) seen.ready = performance.now();
}).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"]});
"""
QUIET = f"() => seen.ready && performance.now() > Math.max(seen.ready, seen.last) + {QUIET_MS}"
READ = """() => ({
  "first paint": performance.getEntriesByName("first-contentful-paint")[0].startTime,
  "ready": seen.ready,
  "quiet": Math.max(seen.ready, seen.last),
  "blocked in all": seen.long,
  "kB over the wire": performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize ?? 0), 0) / 1000,
})"""
LETTER = """() => new Promise((done) => {
  const begun = performance.now();
  document.execCommand("insertText", false, "x");
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slower", type=float, default=4)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pgb-") as name, embedded.start(Path(name)) as servers:
        home = Path(name) / "site"
        home.mkdir()
        with deployment(servers, home, "process") as site, sync_playwright() as playwright:
            site.start_site()
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            rounds = [load(browser, site, asked.slower) for _ in range(asked.rounds)]
            browser.close()
    print(f"{asked.rounds} rounds, CPU {asked.slower:g} times slower, {os.cpu_count()} cores")
    for what in rounds[0]:
        values = [one[what] for one in rounds]
        print(f"{what:<18} median {median(values):>7.0f}   worst {max(values):>7.0f}")


def load(browser: Browser, site: Deployment, slower: float) -> dict[str, float]:
    """One first visit of the workbench by a learner who is signed in."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(link(site))
    page.add_init_script(WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(WORK)
    found = settle(page)
    context.close()
    return found


def settle(page: Page) -> dict[str, float]:
    page.locator("#workbench[data-ready]").wait_for(state="attached", timeout=60_000)
    while not page.evaluate(QUIET):  # `wait_for_function` evaluates text in the page, which its policy forbids
        page.wait_for_timeout(50)
    found: dict[str, Any] = page.evaluate(READ)
    page.locator(".cm-content").focus()
    return {**found, "a letter": page.evaluate(LETTER)}


def link(site: Deployment) -> str:
    code = (
        "from secrets import token_hex; from perfgym.accounts.models import Person, SignInLink\n"
        "print(SignInLink.objects.issue(Person.objects.create_user('p' + token_hex(4))))"
    )
    return site.command("shell", "-v", "0", "-c", code).strip()


if __name__ == "__main__":
    main()
