"""The flame graph in a browser: walked by keyboard, searched, zoomed; and all that it shows without a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.deployment import Deployment, wait_until
from tests.web.bench import open_bench

pytestmark = [pytest.mark.servers, pytest.mark.browser]
CODE = """
from perfgym.accounts.models import SignInLink
from tests import factories
owner = factories.person()
changed = factories.STACKS.replace("total", "joined")
before, after = factories.profiled_run(owner), factories.profiled_run(owner, changed)
print(SignInLink.objects.issue(owner), before.pk, after.pk)
"""


@pytest.fixture(scope="module")
def made(site: Deployment) -> list[str]:
    """A sign-in link, and two runs of its person that have a profile."""
    return site.command("shell", "-v", "0", "-c", CODE).split()


@pytest.fixture(scope="module")
def context(site: Deployment, browser: Browser, made: list[str]) -> Iterator[Page]:
    page = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}).new_page()
    page.goto(made[0])
    yield page
    page.context.close()


@pytest.fixture
def page(context: Page, made: list[str]) -> Page:
    context.goto(f"/runs/{made[1]}/profile/")
    return context


def frame(page: Page, name: str) -> Locator:
    return page.locator(f'g[data-label="{name}"]')


def width(page: Page, name: str) -> str | None:
    return frame(page, name).locator("rect").get_attribute("width")


def test_arrows_walk_from_caller_to_called_and_among_neighbours(page: Page) -> None:
    frame(page, "all").focus()
    for name in ("serve", "handle", "books", "total"):
        page.keyboard.press("ArrowUp")
        expect(frame(page, name)).to_be_focused()
    expect(page.locator("#flame-detail")).to_contain_text("total (bookshop/queries.py:21): 70 samples, 70.0 %")
    page.keyboard.press("ArrowLeft")
    expect(frame(page, "dumps")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(frame(page, "books")).to_be_focused()


def test_enter_makes_a_frame_as_wide_as_the_picture_and_escape_goes_back(page: Page) -> None:
    assert width(page, "books") == "80%"
    frame(page, "books").focus()
    page.keyboard.press("Enter")
    assert width(page, "books") == "100%"
    assert width(page, "total") == "87.5%"
    expect(frame(page, "serve")).to_have_class("faded")
    frame(page, "dumps").click()
    expect(frame(page, "total")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(frame(page, "total")).to_be_visible()
    assert width(page, "books") == "80%"
    expect(page.locator("#flame-reset")).to_be_disabled()


def test_a_search_marks_frames_and_says_their_share(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("bookshop/VIEWS")
    expect(page.locator("#flame-found")).to_have_text("80.0 % of the picture, 1 frame")
    expect(frame(page, "books")).to_have_class("found")
    page.keyboard.type("x")
    expect(page.locator("#flame-found")).to_have_text("not in this picture")
    page.keyboard.press("Escape")
    expect(page.locator("#flame-found")).to_have_text("")


def test_one_tab_stop_leads_into_the_picture_and_the_next_out_of_it(page: Page) -> None:
    stops = page.locator("g[data-depth][tabindex='0']")
    expect(stops).to_have_count(1)
    frame(page, "all").focus()
    page.keyboard.press("ArrowUp")
    expect(stops).to_have_count(1)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg')") is None


def test_an_earlier_profile_is_chosen_and_the_difference_shown_with_signs(page: Page, made: list[str]) -> None:
    page.select_option("#before", made[2])
    page.get_by_role("button", name="Show what changed").click()
    expect(page.get_by_role("heading", name="Before and after, by CPU time a request")).to_be_visible()
    expect(page.locator("#flame-detail")).to_be_visible()
    assert page.locator('g[data-name="joined (bookshop/queries.py:21)"] title').text_content() == (
        "joined (bookshop/queries.py:21): before 3.5 ms, after 0 ms, −3.5 ms"  # noqa: RUF001
    )


def asked(site: Deployment) -> list[str]:
    """What was to be recorded in each run that was queued, the latest last."""
    rows = site.rows("SELECT settings->>'profile' FROM runs_run WHERE state = 'queued' ORDER BY created_at")
    return [row[0] for row in rows if row[0]]


def open_quiet_bench(page: Page, site: Deployment) -> None:
    """The workbench with no run that waits: here is no worker to end one."""
    site.rows("UPDATE runs_run SET state = 'cancelled', reason = 'cancelled' WHERE state = 'queued' RETURNING id")
    open_bench(page)


def test_a_profile_is_chosen_for_the_next_run_only(context: Page, site: Deployment) -> None:
    open_quiet_bench(context, site)
    context.locator("#load-settings summary").click()
    context.get_by_label("record in the next run").select_option("a CPU profile")
    context.get_by_role("button", name="Run my load test").click()
    wait_until(lambda: asked(site)[-1:] == ["cpu"], "a run with a profile is queued")
    expect(context.locator("#profile")).to_have_value("none")


def test_the_palette_has_a_command_for_it(context: Page, site: Deployment) -> None:
    open_quiet_bench(context, site)
    context.keyboard.press("Control+k")
    context.keyboard.type("memory profile")
    context.keyboard.press("Enter")
    wait_until(lambda: asked(site)[-1:] == ["memory"], "a run with a profile is queued")


def test_without_a_script_picture_table_and_forms_are_there(
    site: Deployment,
    browser: Browser,
    context: Page,
    made: list[str],
) -> None:
    state = context.context.storage_state()
    plain = browser.new_context(base_url=site.url, java_script_enabled=False, storage_state=state)
    page = plain.new_page()
    page.goto(f"/runs/{made[1]}/profile/")
    expect(page.locator("svg.chart-flame")).to_be_visible()
    expect(page.locator("#flame-search")).to_be_hidden()
    page.select_option("#show", "all")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="dumps")).to_be_visible()
    plain.close()
