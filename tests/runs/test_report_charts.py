"""Every chart of the registries has a picture, a table and rows for a spreadsheet, whatever was measured."""

import math
import re

import pytest

from perfgym.measure import bundle
from perfgym.measure.rule import Metric
from perfgym.runs.report import comparecharts, loadcharts, together
from perfgym.runs.report.compared import Compared
from perfgym.runs.report.load import Load, read
from perfgym.runs.report.together import Together
from tests import factories, loads
from tests.charts.layout import faults
from tests.measure.measure_factories import segments

CORES = {"app": 1, "generator": 1}
MEMORY = {"app": 512_000_000, "database": 512_000_000}


def load(**more):
    result, evidence = loads.load(**more)
    return Load(result, CORES, MEMORY, read(evidence) if evidence else None)


def compared(count=2, ratio=0.4, metric="wall", pairs=12, **result):
    stated, raw = factories.judged(segments(count, ratio, pairs=pairs), Metric(metric))
    return Compared({**stated, **result}, bundle.read(raw))


USED = {part: {"cpu": 0.3, "memory": 5e7} for part in ("app", "database")}
SOURCES = {
    "load": (loadcharts.CHARTS, load()),
    "only errors": (loadcharts.CHARTS, load(fails=1.0)),
    "one request": (loadcharts.CHARTS, load(seconds=1, rps=1, fails=0)),
    "ten requests": (loadcharts.CHARTS, load(seconds=5, rps=2)),
    "no request": (loadcharts.CHARTS, load(rps=0)),
    "600 seconds": (loadcharts.CHARTS, load(seconds=600, rps=20)),
    "an old run": (loadcharts.CHARTS, load(resources=False)),
    "a run without evidence": (loadcharts.CHARTS, Load(loads.load()[0], {}, {}, None)),
    "a run that failed at once": (loadcharts.CHARTS, Load({"state": "failed"}, {}, {}, None)),
    "comparison": (
        comparecharts.CHARTS,
        compared(resources=[{"t": t, "segment": t // 3, "before": USED, "after": USED} for t in range(1, 6)]),
    ),
    "by cpu": (comparecharts.CHARTS, compared(metric="cpu")),
    "one start": (comparecharts.CHARTS, compared(1, 0.3)),
    "five starts": (comparecharts.CHARTS, compared(5, 0.97, pairs=4)),
    "slower": (comparecharts.CHARTS, compared(2, 2.5)),
    "two load tests": (together.CHARTS, Together(load(), load(seed=2, seconds=20))),
    "one of them without a good request": (together.CHARTS, Together(load(fails=1.0), load(seed=2))),
    "none with a request": (together.CHARTS, Together(load(rps=0), load(rps=0))),
}
every_source = pytest.mark.parametrize(("charts", "source"), SOURCES.values(), ids=list(SOURCES))


@every_source
def test_each_chart_that_is_shown_has_all_its_forms(charts, source):
    for name, chart in charts.by_name.items():
        shown = charts.shown(source, name)
        if shown is None:
            continue
        assert faults(shown.svg()) == [], name
        head, rows = shown.table()
        assert rows, name
        assert {len(row) for row in rows} == {len(head)}, name
        heads, *cells = shown.rows()
        assert cells, name
        assert {len(row) for row in cells} == {len(heads)}, name
        assert all(math.isfinite(cell) for row in cells for cell in row if isinstance(cell, int | float)), name
        assert shown.caption.endswith("."), name
        assert chart.title


@pytest.mark.parametrize("charts", [loadcharts.CHARTS, comparecharts.CHARTS, together.CHARTS])
def test_names_fit_into_an_address_and_no_chart_is_never_shown(charts):
    sources = [source for of, source in SOURCES.values() if of is charts]
    for name in charts.by_name:
        assert re.fullmatch(r"[a-z]+", name)
        assert any(charts.shown(source, name) for source in sources), name
    assert charts.shown(sources[0], "no-such-chart") is None


def test_the_page_has_what_the_registry_draws():
    charts, source = SOURCES["load"]
    assert list(charts.drawn(source)) == list(charts.by_name)
    assert list(charts.drawn(source, "seconds")) == ["seconds"]


def test_each_start_and_all_of_them_have_a_row_and_they_agree():
    of = compared(3, 0.4)
    assert [row.name for row in of.starts] == ["start 1", "start 2", "start 3", "all together"]
    assert of.starts[-1].ratio == of.result["ratio"]
    for row in of.starts:
        assert row.low < 0.4 < row.high
    assert of.starts[0].high - of.starts[0].low > of.starts[-1].high - of.starts[-1].low


def test_a_kind_of_request_with_few_pairs_has_no_interval():
    of = compared(1, 0.4, pairs=2)
    (row,) = of.names
    assert row.count == 48
    assert row.low is None
    assert row.ratio == pytest.approx(0.4, rel=0.1)


def test_an_app_without_a_database_is_shown_without_one():
    alone = load()
    for second in alone.result["series"]:
        second["resources"].pop("database", None)
    told = loadcharts.CHARTS.shown(alone, "resources")
    assert "database" not in told.caption.lower()
    assert "db limit" not in told.svg()
    assert "512 MB for the app" in told.caption
    assert "for the database" in loadcharts.CHARTS.shown(load(), "resources").caption
