"""Percentiles of each kind of request on one axis: which kind is slow, and which has the long tail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perfgym.charts import svg, width
from perfgym.charts.axis import FINEST, Axis
from perfgym.charts.check import some
from perfgym.charts.labels import MONO, NARROW, WIDE, along, apart
from perfgym.charts.tables import Table
from perfgym.charts.words import figure, number, unit_for

ROWS = 20  # kinds of request in the picture, the most frequent; the table has all
MARKS = ("50 %", "95 %", "99 %")
_HEAD, _NAME, _LINE, _GAP, _FOOT = 26.0, 16.0, 15.0, 9.0, 28.0


@dataclass(frozen=True)
class Marks:
    """Percentiles in ms by their name, None where there are too few requests. `arm` is main, before or after.

    `called` is the arm's name where it has another.
    """

    arm: str
    count: int
    ms: Mapping[str, float | None]
    called: str = ""

    @property
    def known(self) -> list[float]:
        return [value for name in MARKS if (value := self.ms.get(name)) is not None]


@dataclass(frozen=True)
class Named:
    """A kind of request, with one set of marks, or with those of before and after."""

    name: str
    arms: Sequence[Marks]


def by_name(title: str, rows: Sequence[Named]) -> str:
    """A line a kind from its median to its 99th percentile. Raises TooFewSamples or BadSamples."""
    shown = rows[:ROWS]
    values = [value for row in shown for arm in row.arms for value in arm.known]
    some([0.0, *values], "percentiles")
    axis = _axis(values)
    ticks = apart(axis.labelled("ms"))
    parts, y = _key(), _HEAD
    for row in shown:
        below = y + _NAME + _LINE * len(row.arms)
        parts += [svg.vertical(tick.x, y + _NAME, below, "chart-grid") for tick in ticks]
        parts += _row(row, y, axis)
        y = below + _GAP
    axis_line = [svg.horizontal(y, "chart-axis"), *along(ticks, y)]
    return svg.chart(title, _described(rows), y + _FOOT, *parts, *axis_line, classes="chart-names")


def table(rows: Sequence[Named]) -> Table:
    """Every kind of request; with two arms a row an arm."""
    head = ("request", *(("version",) if _two(rows) else ()), "requests", *MARKS)
    cells = [
        (
            row.name,
            *((arm.called or arm.arm,) if _two(rows) else ()),
            f"{arm.count:,}",
            *("too few" if (ms := arm.ms.get(name)) is None else figure(ms, "ms") for name in MARKS),
        )
        for row in rows
        for arm in row.arms
    ]
    return Table(head, cells)


def data(rows: Sequence[Named]) -> list[tuple[str | float | int | None, ...]]:
    """For a spreadsheet."""
    head = ("request", "version", "requests", "p50_ms", "p95_ms", "p99_ms")
    return [
        head,
        *(
            (row.name, arm.called or arm.arm, arm.count, *(arm.ms.get(name) for name in MARKS))
            for row in rows
            for arm in row.arms
        ),
    ]


def _two(rows: Sequence[Named]) -> bool:
    return any(len(row.arms) > 1 for row in rows)


def _axis(values: Sequence[float]) -> Axis:
    """Logarithmic where the kinds are far apart, so that the fast ones can be told from each other."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if low >= FINEST and high > 8 * low:
        return Axis(low / 1.3, high * 1.3, log=True)
    return Axis.even(1.04 * high)


def _described(rows: Sequence[Named]) -> str:
    told = []
    for row in rows[:5]:
        for arm in row.arms:
            which = f" {arm.called or arm.arm}" if len(row.arms) > 1 else ""
            told.append(f"{row.name}{which}: {_figures(arm)}.")
    more = f" {len(rows) - 5} more in the table." if len(rows) > 5 else ""
    return f"Median, 95 % and 99 % of each kind of request. {' '.join(told)}{more}"


def _figures(arm: Marks) -> str:
    """All in the unit of the largest: "12 / 40 / 95 ms"."""
    if not arm.known:
        return "too few"
    unit, scale = unit_for(arm.known[-1], "ms")
    return f"{' / '.join(number(value * scale) for value in arm.known)} {unit}"


def _key() -> list[str]:
    """What the marks mean, above all rows: each beside its name, at most 100 pixels apart."""
    parts = []
    for x, (mark, name) in zip((4.0, 84.0, 150.0), zip(_SHAPES, ("median", "95 %", "99 %"), strict=True), strict=True):
        parts += [_shape(mark, x, 8.0, "main"), svg.text(name, 0, 12, "", anchor="start", dx=x + 10)]
    return parts


def _row(row: Named, y: float, axis: Axis) -> list[str]:
    parts, told = [], _figures(row.arms[0]) if len(row.arms) == 1 else ""
    for look, total in (("chart-narrow", NARROW), ("chart-wide", WIDE)):
        name = width.shortened(row.name, total - width.of(told) * MONO - 16)
        parts.append(svg.text(name, 0, y + 12, f"chart-text-main chart-halo {look}", anchor="start"))
    if told:
        parts.append(svg.text(told, 100, y + 12, "chart-figure chart-halo", anchor="end"))
    for number_, arm in enumerate(row.arms):
        parts += _line(arm, y + _NAME + _LINE * (number_ + 0.5), axis)
    return parts


_SHAPES = ("dot", "bar", "diamond")


def _line(arm: Marks, y: float, axis: Axis) -> list[str]:
    known = [
        (shape, 100 * axis.at(ms))
        for shape, name in zip(_SHAPES, MARKS, strict=True)
        if (ms := arm.ms.get(name)) is not None
    ]
    if not known:
        return []
    line = svg.horizontal(y, f"chart-{arm.arm}", left=known[0][1], right=known[-1][1])
    marks = [
        svg.element("svg", "", _shape(shape, 0, 0, arm.arm), x=svg.percent(x), y=y, overflow="visible")
        for shape, x in known
    ]
    return [line, *marks]


def _shape(shape: str, x: float, y: float, arm: str) -> str:
    """A mark at pixels."""
    look = f"chart-mark-{arm}"
    if shape == "dot":
        return svg.element("circle", look, cx=x, cy=y, r=4)
    points = (
        f"{x - 1.5:g},{y - 5:g} {x + 1.5:g},{y - 5:g} {x + 1.5:g},{y + 5:g} {x - 1.5:g},{y + 5:g}"
        if shape == "bar"
        else f"{x:g},{y - 5:g} {x + 5:g},{y:g} {x:g},{y + 5:g} {x - 5:g},{y:g}"
    )
    return svg.element("polygon", look, points=points)
