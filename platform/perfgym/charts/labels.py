"""Where labels go so that none lies on another, at any width from that of a telephone on."""

from collections.abc import Sequence
from typing import NamedTuple

from perfgym.charts import svg, width

NARROW = 304.0  # pixels of the narrowest chart
WIDE = 520.0  # of the narrowest one that shows every label: charts.css hides `chart-minor` where there is less
MONO = 1.15  # how much wider than usual monospaced figures are
AIR = 8.0  # between two labels


class Tick(NamedTuple):
    """A place in per cent and what is said there; `minor` ones only where there is room."""

    x: float
    label: str
    minor: bool = False


def apart(ticks: Sequence[Tick], *, left: float = 0, right: float = 0) -> list[Tick]:
    """Those of the ticks whose labels fit beside each other, the first of them first; the others have no label.

    `left` and `right` are the chart's margins in pixels, into which a label may reach. The result is in order of x.
    """
    chosen: list[Tick] = []
    for tick in ticks:
        if _fits(tick, chosen, NARROW - left - right, margins=left > 0):
            chosen.append(tick._replace(minor=False))
    for tick in ticks:
        if all(tick.x != one.x for one in chosen) and _fits(tick, chosen, WIDE - left - right, margins=left > 0):
            chosen.append(tick._replace(minor=True))
    return sorted(chosen)


def _fits(tick: Tick, chosen: Sequence[Tick], plot: float, *, margins: bool) -> bool:
    low, high = _span(tick, plot, margins)
    spans = [_span(one, plot, margins) for one in chosen]
    return all(high + AIR <= start or end + AIR <= low for start, end in spans)


def _span(tick: Tick, plot: float, margins: bool) -> tuple[float, float]:
    wide, x = width.of(tick.label), tick.x / 100 * plot
    start = {"start": x, "middle": x - wide / 2, "end": x - wide}["middle" if margins else anchor_at(tick.x)]
    return start, start + wide


def anchor_at(x: float) -> str:
    """Which end of a text lies at x, so that it stays inside of the chart."""
    return "start" if x < 8 else "end" if x > 92 else "middle"


def along(ticks: Sequence[Tick], y: float, *, margins: bool = False) -> list[str]:
    """The ticks' marks and labels below an axis at that height; with `margins` labels may reach beyond its ends."""
    parts = []
    for tick in ticks:
        parts.append(svg.vertical(tick.x, y, y + 4, "chart-axis"))
        minor = "chart-minor" if tick.minor else ""
        parts.append(svg.text(tick.label, tick.x, y + 19, minor, anchor="middle" if margins else anchor_at(tick.x)))
    return parts


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights as near to those wanted as can be, in their order, at least `gap` apart and between low and high.

    Where there is not enough room, they are spread evenly over what there is.
    """
    count = len(wanted)
    if count > 1 and (count - 1) * gap >= high - low:
        step, rank = (high - low) / (count - 1), _ranks(wanted)
        return [low + step * rank[index] for index in range(count)]
    placed = [0.0] * count
    floor = low
    order = sorted(range(count), key=lambda index: (wanted[index], index))
    for index in order:
        placed[index] = floor = max(wanted[index], floor)
        floor += gap
    ceiling = high
    for index in reversed(order):
        placed[index] = ceiling = min(placed[index], ceiling)
        ceiling -= gap
    return placed


def _ranks(values: Sequence[float]) -> dict[int, int]:
    order = sorted(range(len(values)), key=lambda index: (values[index], index))
    return {index: rank for rank, index in enumerate(order)}
