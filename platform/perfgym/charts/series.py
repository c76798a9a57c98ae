"""A few lines over time, such as the latency of each second of a run."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfgym.charts import svg
from perfgym.charts.check import some
from perfgym.charts.labels import anchor_at
from perfgym.charts.legend import Entry, legend
from perfgym.charts.scale import nice_ticks
from perfgym.charts.words import figure, number, unit_for

HEIGHT = 156
POINTS = 400
_TOP, _BOTTOM = 34.0, 126.0
_PLOT = _BOTTOM - _TOP


@dataclass(frozen=True)
class Series:
    """A line: its name, and its values by time in seconds. `arm` is "after" (solid) or "before" (dashed)."""

    name: str
    times: Sequence[float]
    values: Sequence[float]
    arm: str = "after"


def time_series(title: str, series: Sequence[Series], unit: str) -> str:
    """Lines over seconds, from zero up, each named at its end. Raises TooFewSamples or BadSamples."""
    for one in series:
        some(one.times, "times")
        some(one.values, "values")
    end = max((max(one.times) for one in series), default=1) or 1.0
    top = max((max(one.values) for one in series), default=1) or 1.0
    ceiling = _ceiling(top)
    return svg.chart(
        title,
        " ".join(_described(one, unit) for one in series),
        HEIGHT,
        *_grid(end, ceiling),
        *(_line(one, end, ceiling) for one in series),
        *_heights(ceiling, unit),
        *legend([Entry(one.arm, one.name) for one in series]),
        classes="chart-series",
    )


def _ceiling(top: float) -> float:
    ticks = nice_ticks(top, 3)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else top
    return ticks[-1] if ticks[-1] >= top * (1 - 1e-9) else ticks[-1] + step


def _described(one: Series, unit: str) -> str:
    low, high, last = (figure(value, unit) for value in (min(one.values), max(one.values), one.values[-1]))
    return f"{one.name}: from {low} to {high} over {figure(max(one.times), 's')}, at the end {last}."


def _grid(end: float, ceiling: float) -> list[str]:
    parts = []
    for tick in nice_ticks(ceiling, 3):
        y = _BOTTOM - _PLOT * tick / ceiling
        parts.append(svg.horizontal(y, "chart-grid" if tick else "chart-axis"))
    ticks = nice_ticks(end)
    for position, tick in enumerate(ticks):
        x = 100 * tick / end
        minor = "chart-minor" if 0 < position < len(ticks) - 1 and position % 2 else ""
        parts.append(svg.vertical(x, _BOTTOM, _BOTTOM + 4, "chart-axis"))
        parts.append(svg.text(figure(tick, "s"), x, _BOTTOM + 19, minor, anchor=anchor_at(x)))
    return parts


def _heights(ceiling: float, unit: str) -> list[str]:
    """The values of the grid's lines, above them and over the curves; the topmost carries the unit."""
    best, scale = unit_for(ceiling, unit)
    ticks = nice_ticks(ceiling, 3)[1:]
    labels = [f"{number(tick * scale)}{f' {best}' if tick == ticks[-1] else ''}" for tick in ticks]
    return [
        svg.text(label, 0, _BOTTOM - _PLOT * tick / ceiling - 4, "chart-halo", anchor="start")
        for tick, label in zip(ticks, labels, strict=True)
    ]


def _line(one: Series, end: float, ceiling: float) -> str:
    every = max(1, -(-len(one.times) // POINTS))
    points = [
        (100 * time / end, 100 * (1 - value / ceiling))
        for time, value in zip(one.times[::every], one.values[::every], strict=True)
    ]
    return svg.curve(points, _PLOT, _TOP, f"chart-{one.arm}")
