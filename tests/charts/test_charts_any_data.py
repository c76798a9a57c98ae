"""Any data gives a picture that stands by itself: well-formed, inside its view box, no label on another."""

import math
import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfgym.charts import Limit, Line, Panel, Panels, byname, distribution, forest, pair_strip, panels, shift, tail
from perfgym.charts.distribution import Curve
from tests.charts.layout import faults

RNG = random.Random(3)
ms = st.floats(0, 1e7, allow_subnormal=False)
many = st.lists(ms, min_size=1, max_size=150)
any_data = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EXTREME = {
    "one": [42.0],
    "ten": [40.0 + number for number in range(10)],
    "all equal": [42.0] * 500,
    "all zero": [0.0] * 50,
    "one outlier of a minute": [RNG.lognormvariate(3.7, 0.3) for _ in range(2000)] + [60_000.0],
    "ten with an outlier": [40.0 + number for number in range(9)] + [60_000.0],
    "a hundred thousand": [RNG.lognormvariate(3.7, 0.8) for _ in range(100_000)],
    "microseconds": [0.0004, 0.0005, 0.0009],
    "hours": [3.6e6, 7.2e6, 8e6],
}
extreme = pytest.mark.parametrize("values", EXTREME.values(), ids=list(EXTREME))


def curves(first, second=None):
    return (
        [Curve("before", "before", first), Curve("after", "after", second)]
        if second
        else [Curve("main", "good", first)]
    )


@extreme
def test_extremes_of_latency(values):
    for chosen in (curves(values), curves(values, [42.0, 43.0, 99.0]), curves([1e-3], values)):
        assert faults(distribution.distribution("Share of requests", chosen)) == []
        assert faults(tail.tail("By percentile", chosen)) == []
        assert distribution.table(chosen).rows
        assert tail.table(chosen).rows
    assert faults(shift.shift("Difference", shift.Shift(values, [1.0, 2.0]))) == []


@given(many, many)
@any_data
def test_any_latencies(first, second):
    assert faults(distribution.distribution("Share of requests", curves(first, second))) == []
    assert faults(tail.tail("By percentile", curves(first, second))) == []
    assert faults(shift.shift("Difference", shift.Shift(first, second))) == []


@given(
    st.lists(
        st.tuples(st.floats(0, 1e9), st.one_of(st.none(), st.floats(0, 1e12))),
        min_size=1,
        max_size=60,
        unique_by=lambda one: one[0],
    ),
    st.floats(1e-6, 1e13),
    st.sampled_from(["ms", "bytes", "", "cores", "requests / s"]),
)
@any_data
def test_any_panels(points, limit, unit):
    times, values = [list(each) for each in zip(*sorted(points), strict=True)]
    lines = [
        Line(name, times, values, look)
        for name, look in (("app", "main"), ("database", "second"), ("generator", "third"))
    ]
    what = Panels(
        "T",
        [
            Panel(
                "A heading that is far too long for the telephone that shows it, or even for a page " * 2,
                unit,
                lines,
                [Limit("a limit with a long name", limit)],
            ),
            Panel("Users", unit, lines[:1], height=40),
        ],
        max(times),
    )
    assert faults(panels.stacked(what)) == []
    assert len(panels.table(what).rows) <= 60
    assert len(panels.data(what)) == len(times) + 1


letters = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
names = st.text(letters, min_size=1, max_size=200).filter(lambda name: not re.search("nan|inf", name, re.I))


@given(st.lists(st.tuples(names, st.lists(ms, min_size=3, max_size=3), st.integers(0, 3)), min_size=1, max_size=30))
@any_data
def test_any_names(rows):
    made = [
        byname.Named(name, [marks(arm, values, known) for arm in (("before", "after") if known % 2 else ("main",))])
        for name, values, known in rows
    ]
    assert faults(byname.by_name("By request", made)) == []
    assert len(byname.table(made).rows) == sum(len(row.arms) for row in made)


def marks(arm, values, known):
    ordered = [*sorted(values)[:known], *[None] * (3 - known)]
    return byname.Marks(arm, 7, dict(zip(byname.MARKS, ordered, strict=True)))


@given(st.lists(st.tuples(names, st.floats(-5, 5), st.floats(0, 3), st.booleans()), min_size=1, max_size=30))
@any_data
def test_any_ratios(rows):
    made = [
        forest.Ratio(name, 5, math.exp(log), *((math.exp(log - half), math.exp(log + half)) if sure else ()))
        for name, log, half, sure in rows
    ]
    assert faults(forest.forest("Ratios", made)) == []


@given(st.lists(st.floats(1e-3, 1e3), max_size=60), st.floats(1e-2, 1e2), st.floats(1, 3))
@any_data
def test_any_strip(ratios, ratio, wide):
    assert faults(pair_strip(ratios, ratio / wide, ratio * wide, ratio)) == []


def test_600_seconds_of_noise_lose_no_peak_and_stay_small():
    times = list(range(1, 601))
    values = [50.0] * 600
    values[412] = 60_000.0
    drawn = panels.stacked(Panels("T", [Panel("Latency", "ms", [Line("p99", times, values)])], 600))
    assert "60 s" in drawn
    assert len(drawn) < 8_000
    assert faults(drawn) == []
