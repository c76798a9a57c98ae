"""Bars by month: every month has its place, figures are said, nothing lies on anything else."""

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from perfgym.charts import months
from perfgym.charts.months import Counts, Months
from perfgym.measure.errors import BadSamples

SVG = "{http://www.w3.org/2000/svg}"


def some(count: int, *values: int) -> Months:
    every = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(count)]
    return Months("By month", every, [Counts("Results", [values[at % len(values)] for at in range(count)])])


def test_a_span_crosses_years() -> None:
    found = months.span(date(2025, 11, 30), date(2026, 2, 1))
    assert found == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_a_bar_is_as_high_as_its_count() -> None:
    drawn = ElementTree.fromstring(months.bars(some(3, 4, 2, 0)))
    heights = [float(bar.attrib["height"]) for bar in drawn.iter(f"{SVG}rect")]
    assert len(heights) == 2  # none for none
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.1)


def test_a_part_lies_in_the_outline_of_its_whole() -> None:
    counts = Counts("Predictions that held", [1, 0], [4, 2])
    drawn = ElementTree.fromstring(months.bars(Months("x", [date(2026, 1, 1), date(2026, 2, 1)], [counts])))
    found = [(bar.attrib["class"], float(bar.attrib["height"])) for bar in drawn.iter(f"{SVG}rect")]
    assert [name for name, _ in found] == ["chart-bar-of", "chart-bar", "chart-bar-of"]
    assert found[0][1] == pytest.approx(4 * found[1][1], abs=0.3)
    assert counts.said(0) == "1 of 4"


def test_the_table_has_every_month_and_the_picture_the_last_two_years() -> None:
    many = some(40, 1)
    assert len(months.table(many).rows) == 40
    assert months.table(many).rows[0][0] == "Apr 2027"
    drawn = ElementTree.fromstring(months.bars(many))
    assert len(list(drawn.iter(f"{SVG}rect"))) == months.SHOWN


def test_bars_do_not_touch() -> None:
    drawn = ElementTree.fromstring(months.bars(some(24, 3, 1)))
    bars = [(float(bar.attrib["x"][:-1]), float(bar.attrib["width"][:-1])) for bar in drawn.iter(f"{SVG}rect")]
    assert all(x + wide < following for (x, wide), (following, _) in pairwise(bars))


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(BadSamples):
        months.bars(some(2, -1))
