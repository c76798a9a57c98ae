"""The run bar follows a run: what it says, draws and keeps. The events are given here, so that no pod is needed."""

import json
import random
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

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


def second(t: int, rps: float = 29.6) -> Event:
    part = {"cpu": 0.42, "memory": 71_500_000}
    return "second", {
        "t": t, "of": 8, "users": 10, "rps": rps, "fails": 1, "p50": 4.92, "p95": 1340.0, "p99": 1400.0,
        "by_name": [["GET /books", 152, 8, 4.92, 18.1]],
        "resources": {"app": part, "database": part, "generator": part},
    }  # fmt: skip


def row(state: str, **more: Any) -> Event:
    """What the site tells of the run's row."""
    return "state", {"kind": "explore", "state": state, "stage": state, "message": "", "waiting": "", "final": False,
                     "left_seconds": None, **more}  # fmt: skip


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
    expect(page.get_by_text("as before", exact=True)).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_load_test_shows_each_second_with_units_and_a_table_of_the_same(page: Page) -> None:
    failed = ("errors", {"t": 1, "rows": [["GET /books", "HTTP 500", 3]]})
    accept(page, stream(second(1), failed, second(2), ("errors", {"t": 2, **failed[1]}), end("finished")))
    page.get_by_role("button", name="Run my load test").click()
    expect(page.locator("#run-chart canvas")).to_have_count(6)
    titles = page.locator("#run-chart .panel-title").all_inner_texts()
    assert titles == ["Requests, a second", "Latency, ms", "Failed, a second", "CPU, cores", "Memory, MB", "Users"]
    expect(page.locator("#run-table")).to_contain_text("18.1 ms")
    expect(page.locator("#run-errors")).to_contain_text("6 GET /books: HTTP 500")
    page.get_by_role("button", name="As a table").click()
    table = page.get_by_role("region", name="The same numbers as a table")
    expect(table.get_by_role("columnheader", name="Memory database, MB")).to_be_visible()
    expect(table.get_by_role("row")).to_have_count(3)
    expect(page.locator("#run-chart canvas").first).to_be_hidden()


def test_the_arrow_keys_move_one_cursor_through_all_charts(page: Page) -> None:
    accept(page, stream(second(1, 10), second(2, 20), second(3, 30), end("finished")))
    page.get_by_role("button", name="Run my load test").click()
    requests = page.locator("#run-chart .panel").first
    expect(requests).to_contain_text("30")
    expect(requests.locator("canvas")).to_be_visible()  # the library that draws has come
    page.locator(".multiples").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(requests).to_contain_text("20")
    expect(page.locator("#run-chart .panel-time").last).to_have_text("2 s")
    page.keyboard.press("Escape")
    expect(requests).to_contain_text("30")


def test_what_is_told_twice_is_drawn_once_and_another_attempt_starts_anew(page: Page) -> None:
    again = [second(1, 50), second(2, 51)]
    accept(page, stream(second(1), second(2), second(2), second(3), row("queued", waiting="Next in line."), *again))
    page.get_by_role("button", name="Run my load test").click()
    rows = page.locator("#run-numbers tbody tr")
    expect(rows.nth(0)).to_contain_text("50")
    expect(rows).to_have_count(2)


def test_a_run_that_waits_says_its_place_and_why_nothing_runs(page: Page) -> None:
    said = "no measuring machine is connected"
    accept(page, stream(row("queued", waiting="Third in line; it starts in about 2 minutes.", message=said)))
    page.get_by_role("button", name="Measure my change").click()
    expect(page.locator("#run-state")).to_have_text("Third in line; it starts in about 2 minutes.")
    expect(page.locator("#run-detail")).to_have_text("No measuring machine is connected.")
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()


def test_what_the_row_says_does_not_hide_the_stage_that_an_event_told(page: Page) -> None:
    stage = ("state", {"state": "running", "message": "starting both versions", "expect_seconds": 5})
    accept(page, stream(row("running", left_seconds=70), stage, row("running", left_seconds=50)))
    page.get_by_role("button", name="Measure my change").click()
    expect(page.locator("#run-left")).to_contain_text(re.compile(r"about (50|49) s left"))
    expect(page.locator("#run-state")).to_have_text("Starting both versions")


def test_only_stages_and_the_end_are_announced(page: Page) -> None:
    page.evaluate("""() => {
        window.said = [];
        const live = document.getElementById("announce");
        const hear = (records) => records.forEach((each) => each.addedNodes.forEach((node) => said.push(node.data)));
        new MutationObserver(hear).observe(live, { childList: true });
    }""")
    stage = ("state", {"state": "running", "message": "running your load test", "expect_seconds": 8})
    accept(page, stream(stage, *[second(t) for t in range(1, 9)], end("finished")))
    page.get_by_role("button", name="Run my load test").click()
    expect(page.locator("#workbench")).to_have_attribute("data-last-run", "finished")
    assert page.evaluate("said") == ["Running your load test", "The run has ended: finished"]
    assert page.locator("#runs [aria-live]").count() == 0


def test_a_run_is_asked_for_with_the_same_key_until_an_answer_comes(page: Page) -> None:
    keys = []

    def answer(route: Route) -> None:
        keys.append(route.request.post_data_json["key"])
        if len(keys) == 1:
            route.abort()
        elif len(keys) == 2:
            route.fulfill(status=502)
        else:
            route.fulfill(status=201, json={"id": "1", "url": RUN, "events": f"{RUN}events"})

    accept(page, stream(end("finished", sentence=SENTENCE)))
    page.route("**/labs/*/runs/", answer)
    page.get_by_role("button", name="Measure my change").click()
    expect(page.locator("#run-state")).to_contain_text("Asking again")
    expect(page.locator("#run-detail")).to_have_text(SENTENCE, timeout=15_000)
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_what_can_be_done_next_stands_beside_the_result(page: Page) -> None:
    accept(page, stream(end("finished", kind="compare", sentence=SENTENCE)))
    page.get_by_role("button", name="Measure my change").click()
    expect(page.get_by_role("button", name="Put it into my portfolio")).to_be_visible()
    assert page.locator("#run-entry").get_attribute("action") == f"{RUN}entry/"
    page.get_by_role("button", name="Once more").click()
    expect(page.get_by_role("button", name="Once more")).to_be_visible()


def test_on_a_narrow_screen_the_run_is_in_reach_beside_the_guide(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    accept(page, stream(second(1), second(2)))
    page.get_by_role("button", name="Run my load test").click()
    page.get_by_role("button", name="Guide", exact=True).click()
    expect(page.locator(".guide")).to_be_visible()
    for found in (page.get_by_text("Your load test, second 2 of 8"), page.get_by_role("button", name="Cancel")):
        expect(found).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


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
