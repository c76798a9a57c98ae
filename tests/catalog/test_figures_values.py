"""What is taken from a load test for a guide: every figure, text and picture that may be asked for is there."""

from typing import Any

import pytest

from perfgym.catalog.manifest import asking
from perfgym.catalog.manifest.figures import CompareRun, LoadRun
from perfgym.console.figures import loading
from perfgym.console.figures.told import NotTold
from perfgym.runs.outcome import Outcome
from perfgym.runs.report import comparecharts, loadcharts
from tests import loads


def outcome() -> Outcome:
    result, evidence = loads.load()
    return Outcome(result, {}, bundle=evidence)


def value(text: str) -> float:
    return loading.value(outcome(), asking.read(text))


def test_charts_are_those_of_the_runs_pages() -> None:
    assert set(asking.LOAD_PICTURES) == {*loadcharts.CHARTS.by_name, "flame"}
    assert set(asking.COMPARE_PICTURES) == set(comparecharts.CHARTS.by_name)


def test_figures_of_all_requests_and_of_one_kind() -> None:
    result: Any = outcome().result
    row = {one["name"]: one for one in result["by_name"]}["GET /books"]
    assert value("p95") == result["p95"]
    assert value("p95 of GET /books") == value("p95 of /books") == row["p95"]
    assert value("count of /books") == row["count"]
    assert value("failed") == pytest.approx(100 * result["fails"] / result["count"])
    assert value("p50 of /orders to /books") == pytest.approx(value("p50 of /orders") / value("p50 of /books"))
    assert asking.unit("p50 of /orders to /books") == "x"
    assert asking.unit("rps of /books") == "requests a second"


def test_cpu_is_a_mean_and_memory_the_highest() -> None:
    series = [one["resources"]["app"] for one in outcome().result["series"]]
    assert value("cpu of app") == pytest.approx(sum(one["cpu"] for one in series) / len(series))
    assert value("memory of app") == max(one["memory"] for one in series)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("p95 of /book", r"There is no request `/book`. Did you mean .*GET /books"),
        ("cpu of disk", "does not know the cpu of `disk`"),
        ("queries", "no statement was counted"),
        ("own of main", "There is no profile"),
    ],
)
def test_what_a_run_does_not_have_is_refused(text: str, said: str) -> None:
    with pytest.raises(NotTold, match=said):
        value(text)


def test_a_table_of_requests_is_markdown() -> None:
    head, _, first, *_ = loading.text_of(outcome(), asking.read("requests")).split("\n")
    assert head == "| request | requests | median | 95 % | 99 % |"
    assert first.startswith("| GET /books | ")
    assert first.endswith(" ms |")


@pytest.mark.parametrize("text", ["p95 of /a to", "P95", "share", "before", "before share", "speedup to x", ""])
def test_what_a_comparison_cannot_tell_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"write FIGURE|nothing that this run tells|needs `of`|can be set against"):
        CompareRun(kind="compare", values={"a": text or "?"})


def test_every_figure_that_may_be_asked_for_has_its_way() -> None:
    assert set(loading.VALUES) | set(asking.STATEMENTS) == set(asking.LOAD)
    assert LoadRun(kind="load", values={"a": "p95"}).values == {"a": "p95"}
