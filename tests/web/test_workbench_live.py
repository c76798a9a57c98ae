"""The run bar follows a run: what it says, draws and keeps. The events are given here, so that no pod is needed."""

import json
import random
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.bench import open_bench

pytestmark = [pytest.mark.servers, pytest.mark.browser]

RUN = "/runs/00000000-0000-4000-8000-000000000001/"
SENTENCE = "2.4x faster, certain between 2.2x and 2.6x"
Event = tuple[str, dict[str, Any]]


def stream(*events: Event) -> str:
    return "".join(f"id: {n}\nevent: {kind}\ndata: {json.dumps(data)}\n\n" for n, (kind, data) in enumerate(events))


def progress(seconds: float, low: float, high: float) -> Event:
    chance = random.Random(seconds)
    return "progress", {
        "segment": 1, "of": 5, "seconds": seconds, "seconds_of": 12, "pairs": int(50 * seconds), "wrong": 0,
        "ratio": 0.42, "low": low, "high": high, "median_before": 142.0, "median_after": 59.0,
        "cpu_before": 38.0, "cpu_after": 14.0, "dots": [[chance.lognormvariate(-0.87, 0.3)] for _ in range(40)],
    }  # fmt: skip


def second(t: int) -> Event:
    return "second", {
        "t": t, "of": 8, "users": 10, "rps": 29.6, "fails": 1, "p50": 4.92, "p95": 1340.0,
        "by_name": [["GET /books", 152, 8, 4.92, 18.1]],
    }  # fmt: skip


def end(state: str, **more: str) -> Event:
    return "end", {"state": state, "stage": state, "message": "", "sentence": "", "url": RUN, **more}


def accept(page: Page, body: str) -> None:
    """The site takes the next run; its events are `body`."""
    answer = {"id": "1", "url": RUN, "events": f"{RUN}events"}
    page.route("**/labs/*/runs/", lambda route: route.fulfill(status=201, json=answer))
    page.route("**/events", lambda route: route.fulfill(content_type="text/event-stream", body=body))


def test_a_comparison_draws_its_pairs_and_ends_with_the_claim(page: Page) -> None:
    events = [progress(seconds / 2, 0.36, 0.48) for seconds in range(1, 24)]
    accept(
        page,
        stream(
            ("state", {"state": "running", "message": "starting both versions", "expect_seconds": 5}),
            *events,
            end("finished", sentence=SENTENCE),
        ),
    )
    page.get_by_role("button", name="Measure my change").click()
    expect(page.locator("#run-detail")).to_have_text(SENTENCE)
    expect(page.locator("#run-figure")).to_have_text("2.4x faster")
    expect(page.get_by_role("img", name="Estimate 2.4x faster, from 2.8x faster to 2.1x faster")).to_be_visible()
    heights = page.locator("#run-chart .dot").evaluate_all("dots => dots.map(dot => Math.round(dot.cy.baseVal.value))")
    assert len(heights) > 600
    assert len(set(heights)) > 20, "the dots lie on one line"
    expect(page.locator("#run-table")).to_contain_text("142 ms")
    expect(page.get_by_role("link", name="The whole result")).to_have_attribute("href", RUN)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_chart_and_its_axis_stay_on_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    accept(
        page, stream(*[progress(seconds / 2, 0.3, 1.2) for seconds in range(1, 9)], end("finished", sentence=SENTENCE))
    )
    page.get_by_role("button", name="Measure my change").click()
    expect(page.get_by_text("as before")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_load_test_shows_each_second_with_units(page: Page) -> None:
    accept(page, stream(second(1), second(2), end("finished")))
    page.get_by_role("button", name="Run my load test").click()
    expect(page.locator("#run-chart canvas")).to_be_visible()
    expect(page.locator("#run-table")).to_contain_text("18.1 ms")
    expect(page.get_by_text("requests a second", exact=True)).to_be_visible()


def test_a_run_without_result_says_why(page: Page) -> None:
    accept(page, stream(end("failed", message="locustfile.py line 3: invalid syntax")))
    page.get_by_role("button", name="Run my load test").click()
    expect(page.locator("#run-detail")).to_have_text("locustfile.py line 3: invalid syntax")
    expect(page.locator("#workbench")).to_have_attribute("data-last-run", "failed")
    expect(page.get_by_role("button", name="Run my load test")).to_be_enabled()


def test_a_stream_that_the_site_refuses_for_a_while_is_opened_again(page: Page) -> None:
    accept(page, stream(end("finished", sentence=SENTENCE)))
    page.route("**/events", lambda route: route.fulfill(status=502), times=1)
    page.get_by_role("button", name="Measure my change").click()
    expect(page.locator("#run-detail")).to_have_text(SENTENCE, timeout=15_000)


def test_with_reduced_motion_nothing_moves(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_bench(page)
    moving = "[...document.getAnimations()].length"
    assert page.evaluate(moving) == 0


def test_a_run_that_cannot_start_says_why_and_gives_the_buttons_back(page: Page) -> None:
    page.route("**/runs/", lambda route: route.fulfill(status=429, json={"error": "You have 4 runs waiting."}))
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#run-detail")).to_have_text("You have 4 runs waiting.")
    expect(page.get_by_role("button", name="Measure my change")).to_be_enabled()
