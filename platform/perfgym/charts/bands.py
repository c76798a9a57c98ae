"""Ranges of one quantity one below the other, each a bar from its low to its high end; the axis begins at zero."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfgym.charts import svg, width
from perfgym.charts.axis import Axis
from perfgym.charts.check import positive, some
from perfgym.charts.labels import MONO, NARROW, WIDE, Tick, along, apart
from perfgym.charts.tables import Table

_TOP, _NAME, _LINE, _GAP, _FOOT = 4.0, 16.0, 14.0, 10.0, 28.0


@dataclass(frozen=True)
class Band:
    """From `low` to `high`, both in the unit of the chart."""

    name: str
    low: float
    high: float


def bands(title: str, rows: Sequence[Band], unit: str) -> str:
    """The bars in the given order. Raises TooFewSamples or BadSamples."""
    ends = [end for row in rows for end in (row.low, row.high)]
    some(ends, "bands")
    positive(ends, "An end of a band")
    axis = Axis.even(max(ends))
    bottom = _TOP + len(rows) * (_NAME + _LINE + _GAP)
    ticks = apart([Tick(100 * axis.at(value), f"{value:,.0f}") for value in axis.ticks()])
    parts = [svg.vertical(tick.x, _TOP, bottom, "chart-grid") for tick in ticks]
    for number, row in enumerate(rows):
        parts += _row(row, _TOP + number * (_NAME + _LINE + _GAP), axis, unit)
    foot = [svg.horizontal(bottom, "chart-axis"), *along(ticks, bottom)]
    return svg.chart(title, _described(rows, unit), bottom + _FOOT, *parts, *foot, classes="chart-bands")


def table(rows: Sequence[Band], what: str, unit: str) -> Table:
    """`what` the rows are."""
    cells: list[tuple[str, ...]] = [(row.name, f"{row.low:,.0f}", f"{row.high:,.0f}") for row in rows]
    return Table((what, f"from, {unit}", f"to, {unit}"), cells)


def _row(row: Band, y: float, axis: Axis, unit: str) -> list[str]:
    left, right = 100 * axis.at(row.low), 100 * axis.at(row.high)
    place = {"x": svg.percent(left), "width": svg.percent(right - left)}
    parts = [svg.element("rect", "chart-band", **place, y=y + _NAME, height=_LINE)]
    told = (f"{row.low:,.0f} to {row.high:,.0f}", _said(row, unit))
    for look, total, figures in zip(("chart-narrow", "chart-wide"), (NARROW, WIDE), told, strict=True):
        name = width.shortened(row.name, total - width.of(figures) * MONO - 16)
        parts.append(svg.text(name, 0, y + 12, f"chart-text-main chart-halo {look}", anchor="start"))
        parts.append(svg.text(figures, 100, y + 12, f"chart-figure chart-halo {look}", anchor="end"))
    return parts


def _described(rows: Sequence[Band], unit: str) -> str:
    return " ".join(f"{row.name}: {_said(row, unit)}." for row in rows)


def _said(row: Band, unit: str) -> str:
    return f"{unit} {row.low:,.0f} to {row.high:,.0f}"
