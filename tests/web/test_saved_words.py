"""The words of the save state are true when they are read."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.bench import open_bench, state, write

pytestmark = [pytest.mark.servers, pytest.mark.browser]


def test_a_save_grows_old_before_ones_eyes(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text("nothing changed yet")
    page.clock.install()
    open_bench(page)
    write(page, "# mine\n")
    page.clock.run_for(1000)
    state(page, "saved")
    page.clock.run_for(12_000)
    expect(page.locator("#save-state")).to_have_text("saved 12 s ago")
    page.clock.run_for(180_000)
    expect(page.locator("#save-state")).to_have_text("saved 3 min ago")


def test_a_file_that_is_refused_does_not_hold_the_others_up(page: Page) -> None:
    page.route(
        "**/files/bookshop/queries.py", lambda route: route.fulfill(status=422, json={"error": "It is too large."})
    )
    write(page, "# refused\n")
    state(page, "error")
    expect(page.locator("#save-problem")).to_have_text("It is too large.")
    page.keyboard.press("Alt+2")
    with page.expect_response("**/files/bookshop/views.py") as answer:
        write(page, "# fine\n")
    assert answer.value.ok
    state(page, "error")
