"""A run's page without JavaScript: what it does, how far it is, and the figures so far, drawn by the site."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.runs import live, presence, sofar
from perfgym.runs.models import Kind, Run, State
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _nobody_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "workers", list)


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


@pytest.fixture
def going(ada: Person) -> Run:
    return factories.queued_run(ada, Kind.EXPLORE, state=State.RUNNING, settings={"seconds": 8})


@pytest.fixture
def tell(going: Run) -> Iterator[live.Publisher]:
    publish = live.Publisher(str(going.pk))
    yield publish
    publish.close()


def second(t: int, rps: float = 30.0) -> dict[str, Any]:
    return {
        "t": t, "of": 8, "users": 10, "rps": rps, "fails": 1.0, "p50": 4.4, "p95": 10.5, "p99": 12.0,
        "by_name": [["GET /<b>", 30, 1, 4.4, 10.5]],
    }  # fmt: skip


def half(seconds: float) -> dict[str, Any]:
    return {
        "segment": 1, "of": 5, "seconds": seconds, "seconds_of": 12.0, "pairs": 40, "wrong": 0, "failures": 0,
        "ratio": 0.42, "low": 0.36, "high": 0.48, "median_before": 142.0, "median_after": 59.0, "cpu_before": 38.0,
        "cpu_after": 14.0, "dots": [[0.4], [0.45], [0.0]],
    }  # fmt: skip


def page(person: Person, run: Run) -> str:
    client = Client()
    client.force_login(person)
    return client.get(run.get_absolute_url()).content.decode()


def test_a_load_test_shows_its_seconds_so_far(ada: Person, going: Run, tell: live.Publisher) -> None:
    tell("state", {"state": "running", "stage": "running your load test", "message": "running your load test"})
    for t in (1, 2):
        tell("second", second(t))
    tell("errors", {"t": 1, "rows": [["GET /<b>", "HTTP 500", 2]]})
    tell("errors", {"t": 2, "rows": [["GET /<b>", "HTTP 500", 1]]})
    html = page(ada, going)
    assert "Your load test, second 2 of 8" in html
    assert "10 users · median 4.4 ms · 95 % 10.5 ms · 1 failed a second" in html
    assert 'value="0.25"' in html
    assert "about 6 s left" in html
    assert "<svg" in html
    assert "<b>3</b> GET /&lt;b&gt;: HTTP 500" in html
    assert "GET /<b>" not in html
    assert '<meta http-equiv="refresh"' in html


def test_a_second_told_twice_counts_once_and_another_attempt_begins_anew(going: Run, tell: live.Publisher) -> None:
    for told in (second(1), second(2), second(2), second(3), second(1, rps=50.0)):
        tell("second", told)
    shown = sofar.of(going)
    assert (shown.words, shown.figure) == ("Your load test, second 1 of 8", "50 / s")


def test_before_its_first_second_the_stage_is_said(going: Run, tell: live.Publisher) -> None:
    tell("state", {"state": "running", "stage": "starting your version", "message": "starting your version"})
    assert sofar.of(going).words == "Starting your version"


def test_a_comparison_shows_its_estimate_its_pairs_and_both_versions(ada: Person, going: Run) -> None:
    Run.objects.filter(pk=going.pk).update(kind=Kind.COMPARE)
    publish = live.Publisher(str(going.pk))
    for seconds in (0.5, 1.0):
        publish("progress", half(seconds))
    publish.close()
    html = page(ada, going)
    assert "2.4x faster" in html
    assert "1 of 12 s · 40 pairs · 0 wrong answers" in html
    assert "chart-strip" in html
    assert "59 ms" in html


def test_one_that_waits_says_its_place_and_why_nothing_runs(ada: Person) -> None:
    shown = sofar.of(factories.queued_run(ada))
    assert shown.words == "Next in line."
    assert shown.detail.startswith("No measuring machine is connected")


def test_without_events_the_row_says_what_is_known(ada: Person, going: Run, settings: Any) -> None:
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    assert "Running" in page(ada, going)
