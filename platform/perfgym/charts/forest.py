"""Ratios with their intervals one below the other: each start, each kind of request, and all of them together."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfgym.charts import svg, width
from perfgym.charts.check import positive
from perfgym.charts.labels import MONO, NARROW, WIDE, along, apart
from perfgym.charts.scale import RatioAxis
from perfgym.charts.strip import in_words
from perfgym.charts.tables import Table
from perfgym.charts.words import factor

ROWS = 20
_NAME, _LINE, _GAP, _FOOT, _TOP = 16.0, 16.0, 8.0, 28.0, 4.0


@dataclass(frozen=True)
class Ratio:
    """After divided by before of one part. Without an interval there was too little to compute one from."""

    name: str
    count: int
    ratio: float
    low: float | None = None
    high: float | None = None


def forest(title: str, rows: Sequence[Ratio]) -> str:
    """The rows on one axis of ratios. Raises BadSamples."""
    shown = rows[:ROWS]
    ends = [value for row in shown for value in (row.ratio, row.low, row.high) if value is not None]
    positive(ends, "A ratio")
    axis = RatioAxis.fitting([], min(ends, default=1.0), max(ends, default=1.0))
    bottom = _TOP + len(shown) * (_NAME + _LINE + _GAP)
    parts: list[str] = []
    for number, row in enumerate(shown):
        parts += _row(row, _TOP + number * (_NAME + _LINE + _GAP), axis)
    ticks = apart(axis.labelled())
    foot = [svg.horizontal(bottom, "chart-axis"), *along(ticks, bottom)]
    return svg.chart(title, _described(rows), bottom + _FOOT, *parts, *foot, classes="chart-forest")


def table(rows: Sequence[Ratio], what: str) -> Table:
    """`what` is counted."""
    cells: list[tuple[str, ...]] = [
        (
            row.name,
            f"{row.count:,}",
            f"{row.ratio:#.3g}",
            "too few" if row.low is None or row.high is None else f"{row.low:#.3g} to {row.high:#.3g}",
            in_words(row.ratio),
        )
        for row in rows
    ]
    return Table(("part", what, "after / before", "interval", "in words"), cells)


def data(rows: Sequence[Ratio], what: str) -> list[tuple[str | float | int | None, ...]]:
    """For a spreadsheet."""
    head = ("part", what, "ratio_after_to_before", "interval_low", "interval_high")
    return [head, *((row.name, row.count, row.ratio, row.low, row.high) for row in rows)]


def _described(rows: Sequence[Ratio]) -> str:
    told = [f"{row.name}: {in_words(row.ratio)}{_between(row)}." for row in rows[:ROWS]]
    return f"After divided by before. {' '.join(told)}"


def _between(row: Ratio) -> str:
    if row.low is None or row.high is None:
        return ", too little for an interval"
    return f", interval from {in_words(row.low)} to {in_words(row.high)}"


def _row(row: Ratio, y: float, axis: RatioAxis) -> list[str]:
    parts = []
    for look, total, told in zip(("chart-narrow", "chart-wide"), (NARROW, WIDE), _figures(row), strict=True):
        name = width.shortened(row.name, total - width.of(told) * MONO - 16)
        parts.append(svg.text(name, 0, y + 12, f"chart-text-main chart-halo {look}", anchor="start"))
        parts.append(svg.text(told, 100, y + 12, f"chart-figure chart-halo {look}", anchor="end"))
    middle, at = y + _NAME + _LINE / 2, axis.x(row.ratio)
    parts.append(svg.vertical(axis.x(1), y + _NAME, y + _NAME + _LINE, "chart-before chart-as-before"))
    if row.low is not None and row.high is not None:
        left, right = axis.x(row.low), axis.x(row.high)
        place = {"x": svg.percent(left), "width": svg.percent(right - left)}
        parts.append(svg.element("rect", "chart-interval", **place, y=middle - 5, height=10))
        parts.append(svg.vertical(at, middle - 7, middle + 7, "chart-estimate"))
    else:
        parts.append(svg.element("circle", "chart-mark-before", cx=svg.percent(at), cy=middle, r=4))
    return parts


def _figures(row: Ratio) -> tuple[str, str]:
    """ "2.4x faster", and where there is room "2.4x faster, 2.2x to 2.6x"."""
    words = in_words(row.ratio)
    if row.low is None or row.high is None:
        return "too few", f"{words}, too few for an interval"
    if row.low < 1 < row.high:
        return words, f"{words}, {in_words(row.low)} to {in_words(row.high)}"
    ends = sorted(factor(max(end, 1 / end)) for end in (row.low, row.high))
    return words, f"{words}, {ends[0]} to {ends[1]}"
