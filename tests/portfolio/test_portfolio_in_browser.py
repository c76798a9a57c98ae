"""In a real browser: words save themselves and the card follows; an entry is moved by pressing one key again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.deployment import Deployment

pytestmark = [pytest.mark.servers, pytest.mark.browser]
MAKE = """
import json
from perfgym.accounts.models import SignInLink
from tests import factories
person = factories.person()
made = [factories.entry(person, title=title).pk for title in ("last", "middle", "first")]
print(json.dumps([made[0], SignInLink.objects.issue(person)]))
"""


@dataclass(frozen=True)
class Owner:
    """Signed in, of three entries; `entry` is the last."""

    entry: int
    context: BrowserContext


@pytest.fixture(scope="module")
def owner(browser: Browser, site: Deployment) -> Iterator[Owner]:
    entry, link = json.loads(site.command("shell", "-v", "0", "-c", MAKE).splitlines()[-1])
    context = browser.new_context(base_url=site.url)
    context.new_page().goto(link)
    yield Owner(entry, context)
    context.close()


def test_words_save_themselves_and_the_card_follows(owner: Owner) -> None:
    page = owner.context.new_page()
    page.goto(f"/portfolio/{owner.entry}/story/")
    page.get_by_label("Action").fill("I joined two queries.")
    expect(page.get_by_role("status")).to_contain_text("Saved at")
    expect(page.locator("#card")).to_contain_text("I joined two queries.")
    page.get_by_label("Show this card").check()
    page.get_by_label("Task").fill("Halve it.")
    expect(page.locator("#card")).to_contain_text("Halve it.")
    page.reload()
    expect(page.get_by_label("Action")).to_have_value("I joined two queries.")
    expect(page.get_by_label("Show this card")).not_to_be_checked()  # what others may read changes by the button only


def test_what_cannot_be_saved_is_said_and_stays(owner: Owner) -> None:
    page = owner.context.new_page()
    page.goto("/portfolio/about/")
    page.get_by_label("Where else").fill("javascript:alert(1)")
    expect(page.get_by_role("status")).to_contain_text("is not a whole web address")
    page.route("**/portfolio/about/", lambda route: route.abort())
    page.get_by_label("Where else").fill("https://example.org/")
    expect(page.get_by_role("status")).to_contain_text("the site does not answer")
    page.unroute("**/portfolio/about/")
    expect(page.get_by_role("status")).to_contain_text("Saved at", timeout=15_000)
    page.goto("/portfolio/order/")
    page.get_by_role("button", name="last: up").focus()
    for place in (2, 1):
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text(f"“last” is now number {place}.")
        expect(page.get_by_role("button", name="last: up")).to_be_focused()
    expect(page.get_by_role("heading", level=2).first).to_have_text("last")
