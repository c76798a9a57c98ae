"""Small charts one below the other over one shared axis of time: what happened together stands together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from perfgym.charts import svg, width
from perfgym.charts.axis import FINEST
from perfgym.charts.check import some
from perfgym.charts.labels import NARROW, WIDE, Tick, along, apart, spread
from perfgym.charts.scale import nice_ticks, round_seconds
from perfgym.charts.tables import Table
from perfgym.charts.thin import envelope
from perfgym.charts.words import figure, number, unit_for
from perfgym.measure.errors import BadSamples

HEAD, GAP, FOOT = 32.0, 14.0, 26.0  # pixels above a plot, below it, and below the last
ROWS = 30  # of the table on a page; the file has all
LINE = 14.0  # between two names at the right
BOLD = 1.1  # how much wider bold letters are
FAR_LIMIT = 3.0  # a limit that is further away than so many times the largest value is told, not drawn


@dataclass(frozen=True)
class Line:
    """Values by time in seconds, None where there is none. `look` is a class of charts.css without its `chart-`."""

    name: str
    times: Sequence[float]
    values: Sequence[float | None]
    look: str = "main"

    @property
    def known(self) -> list[float]:
        return [value for value in self.values if value is not None]


@dataclass(frozen=True)
class Limit:
    """What a value of the panel cannot go beyond, or should not."""

    name: str
    value: float


@dataclass(frozen=True)
class Panel:
    """One of the small charts, from zero up; `height` of its plot in pixels."""

    title: str
    unit: str
    lines: Sequence[Line]
    limits: Sequence[Limit] = ()
    height: float = 76.0


@dataclass(frozen=True)
class Panels:
    """All of them, from 0 to `end` seconds; `breaks` are times at which something began anew."""

    title: str
    panels: Sequence[Panel]
    end: float
    breaks: Sequence[float] = field(default=())


def stacked(what: Panels) -> str:
    """The panels as one picture. Raises TooFewSamples or BadSamples."""
    _refuse(what)
    end = max(what.end, 1e-9)
    parts: list[str] = []
    ticks = _times(end)
    y = 0.0
    for panel in what.panels:
        parts += _panel(panel, y + HEAD, end, ticks, what.breaks)
        y += HEAD + panel.height + GAP
    axis = y - GAP
    drawn = [*parts, svg.horizontal(axis, "chart-axis"), *along(ticks, axis, margins=True)]
    return svg.chart(what.title, described(what), axis + FOOT, *drawn, classes="chart-left chart-right")


def described(what: Panels) -> str:
    """Every panel in a sentence a line."""
    return " ".join(_sentence(panel, line) for panel in what.panels for line in panel.lines)


def _sentence(panel: Panel, line: Line) -> str:
    name = panel.title if line.name == panel.title else f"{panel.title}, {line.name}"
    if not line.known:
        return f"{name}: no values."
    low, high = min(line.known), max(line.known)
    if low == high:
        return f"{name}: always {figure(low, panel.unit)}."
    return f"{name}: from {figure(low, panel.unit)} to {figure(high, panel.unit)}."


def _refuse(what: Panels) -> None:
    some([line.times[0] for panel in what.panels for line in panel.lines if len(line.times)], "times")
    for panel in what.panels:
        for line in panel.lines:
            if len(line.times) != len(line.values):
                raise BadSamples(f"The line {line.name} has {len(line.times)} times and {len(line.values)} values.")
            some([0.0, *line.times, *line.known], f"the line {line.name}")


def _times(end: float) -> list[Tick]:
    step = round_seconds(end)
    places = [step * k for k in range(int(end / step * (1 + 1e-9)) + 1)]
    ordered = [places[0], places[-1], *places[2:-1:2], *places[1:-1:2]]
    ticks = [Tick(100 * place / end, f"{number(place)} s") for place in dict.fromkeys(ordered)]
    return apart(ticks, left=svg.LEFT, right=svg.RIGHT)


def _panel(panel: Panel, top: float, end: float, ticks: Sequence[Tick], breaks: Sequence[float]) -> list[str]:
    near = [limit for limit in panel.limits if limit.value <= FAR_LIMIT * _largest(panel)]
    ceiling = _ceiling(max([_largest(panel), *(limit.value for limit in near)]))
    bottom = top + panel.height
    best, scale = _unit(ceiling, panel.unit)
    heading = f"{panel.title}, {best}" if best else panel.title
    parts = _heading(heading, top - 15)
    parts += [svg.vertical(tick.x, top, bottom, "chart-grid") for tick in ticks]
    parts += [svg.vertical(100 * at / end, top - 4, bottom, "chart-before chart-as-before") for at in breaks]
    for value in nice_ticks(ceiling, _steps(panel)):
        y = bottom - panel.height * value / ceiling
        parts.append(svg.horizontal(y, "chart-grid" if value else "chart-axis"))
        parts.append(svg.text(number(value * scale), 0, y + 4, "chart-figure", anchor="end", dx=-8))
    parts += [_line(line, top, panel.height, end, ceiling) for line in panel.lines]
    for limit in near:
        parts.append(svg.horizontal(bottom - panel.height * limit.value / ceiling, "chart-limit"))
    return [*parts, *_names(panel, near, top, ceiling)]


def _heading(text: str, y: float) -> list[str]:
    """Over the whole width of the chart, cut where it is longer."""
    short, long = (width.shortened(text, room, BOLD * width.FONT) for room in (NARROW, WIDE))
    looks = [("", short)] if short == long else [(" chart-narrow", short), (" chart-wide", long)]
    return [svg.text(words, 0, y, f"chart-text-main{look}", anchor="start", dx=-svg.LEFT) for look, words in looks]


def _unit(ceiling: float, unit: str) -> tuple[str, float]:
    """The unit in which the axis is told and the factor to it; numbers beside it have at most five characters."""
    best, scale = unit_for(ceiling, unit)
    for name, thousands in (("", 1.0), ("thousand ", 1e3), ("million ", 1e6)):
        if ceiling * scale / thousands < 9_999.5:
            return f"{name}{best}".strip(), scale / thousands
    return f"billion {best}".strip(), scale / 1e9


def _largest(panel: Panel) -> float:
    return max((value for line in panel.lines for value in line.known), default=0.0)


def _steps(panel: Panel) -> int:
    return 4 if panel.height >= 100 else 2 if panel.height < 60 else 3


def _ceiling(top: float) -> float:
    if not top > FINEST:
        return 1.0 if top <= 0 else FINEST
    ticks = nice_ticks(top, 3)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else top
    return ticks[-1] if ticks[-1] >= top * (1 - 1e-9) else ticks[-1] + step


def _line(line: Line, top: float, height: float, end: float, ceiling: float) -> str:
    points = envelope(line.times, line.values)
    places = [
        None if point is None else (100 * min(point[0] / end, 1.0), 100 * (1 - point[1] / ceiling)) for point in points
    ]
    return svg.curve(places, height, top, f"chart-{line.look}")


def _names(panel: Panel, near: Sequence[Limit], top: float, ceiling: float) -> list[str]:
    """The name of each line where it ends, of each limit beside it, and of a limit far above at the top."""
    wanted: list[tuple[str, str, float]] = []
    for line in panel.lines:
        last = next((value for value in reversed(line.values) if value is not None), None)
        if last is not None and line.name != panel.title:
            wanted.append((line.name, f"chart-text-{line.look}", top + panel.height * (1 - last / ceiling)))
    for limit in panel.limits:
        is_near = limit in near
        height = top + panel.height * (1 - limit.value / ceiling) if is_near else top
        name = limit.name if is_near else f"{limit.name} ↑"
        wanted.append((name, "chart-text-limit", height))
    heights = spread([height for _, _, height in wanted], LINE, top, top + panel.height)
    return [
        svg.text(width.shortened(name, svg.RIGHT - 12), 100, y + 4, look, anchor="start", dx=8)
        for (name, look, _), y in zip(wanted, heights, strict=True)
    ]


def table(what: Panels) -> Table:
    """A row a point in time, at most 30 and evenly chosen; a column a line."""
    head, rows = _by_time(what)
    every = max(1, -(-len(rows) // ROWS))
    units = [panel.unit for panel in what.panels for _ in panel.lines]
    cells = [
        (
            figure(time, "s"),
            *("" if value is None else figure(value, unit) for value, unit in zip(values, units, strict=True)),
        )
        for time, values in rows[::every]
    ]
    return Table(("time", *head), cells)


def data(what: Panels) -> list[tuple[str | float | int | None, ...]]:
    """For a spreadsheet: every point in time, in the units that stand in the heads."""
    head, rows = _by_time(what)
    units = [panel.unit for panel in what.panels for _ in panel.lines]
    names = [f"{name} ({unit})" if unit else name for name, unit in zip(head, units, strict=True)]
    return [("time (s)", *names), *((time, *values) for time, values in rows)]


def _by_time(what: Panels) -> tuple[list[str], list[tuple[float, list[float | None]]]]:
    lines = [(panel, line) for panel in what.panels for line in panel.lines]
    head = [line.name if line.name == panel.title else f"{panel.title}, {line.name}" for panel, line in lines]
    values = [dict(zip(line.times, line.values, strict=True)) for _, line in lines]
    times = sorted({time for one in values for time in one})
    return head, [(time, [one.get(time) for one in values]) for time in times]
