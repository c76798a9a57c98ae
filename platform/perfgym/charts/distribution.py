"""Which share of requests was answered within a time: before dashed, after solid."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from perfgym.charts import svg
from perfgym.charts.axis import FINEST, Axis
from perfgym.charts.check import some
from perfgym.charts.labels import along, apart
from perfgym.charts.legend import Entry, legend
from perfgym.charts.scale import thinned
from perfgym.charts.tables import Table
from perfgym.charts.words import figure
from perfgym.measure.percentiles import at

HEIGHT = 250
POINTS = 200
STEPS = 60  # up to so many requests each is drawn as the step that it is
_TOP, _BOTTOM = 30.0, 220.0
_PLOT = _BOTTOM - _TOP
_SHARES = (0.95, 0.5)
TOLD = (0.05, 0.25, 0.50, 0.75, 0.95, 0.99)  # shares in the table
LISTED = 1000  # ranks in a file


@dataclass(frozen=True)
class Curve:
    """Latencies in ms under a name; `arm` is how it is drawn: before, after, main or bad."""

    arm: str
    name: str
    ms: Sequence[float]

    @cached_property
    def ascending(self) -> Sequence[float]:
        return sorted(self.ms)

    def at(self, share: float) -> float:
        """The percentile, nearest rank, as measure.percentiles has it; of at least one latency."""
        return at(self.ascending, share)


def distribution(title: str, curves: Sequence[Curve]) -> str:
    """One or two curves over one axis, logarithmic where some latencies are many times the others."""
    for curve in curves:
        some(curve.ms, f"latencies of {curve.name}")
    axis = _axis(curves)
    return svg.chart(
        title,
        " ".join(_described(curve) for curve in curves),
        HEIGHT,
        *_grid(axis),
        *(_curve(curve, axis) for curve in curves),
        *(mark for curve in curves for mark in _marks(curve, axis, alone=len(curves) == 1)),
        *_legend(curves),
        classes="chart-ecdf chart-left",
    )


def _axis(curves: Sequence[Curve]) -> Axis:
    """Up to where 99 % of the requests of each curve are, and a little of what is beyond."""
    ends = [curve.at(0.99) for curve in curves]
    middle = min(curve.at(0.5) for curve in curves)
    fitted = Axis.fitting([middle, middle, max(*ends, middle)])
    if fitted.log:
        first = min(curve.at(0.01) for curve in curves)
        return Axis(max(first, fitted.high / 1e6, FINEST), fitted.high, log=True)
    return Axis.even(max(ends))


def _described(curve: Curve) -> str:
    half, most = (figure(curve.at(share), "ms") for share in (0.5, 0.95))
    return f"{curve.name.capitalize()}: half of {len(curve.ms):,} requests within {half}, 95 % within {most}."


def _legend(curves: Sequence[Curve]) -> list[str]:
    if len(curves) == 1:
        return []
    entries = [Entry(one.arm, one.name, "median", figure(one.at(0.5), "ms")) for one in curves]
    return legend(entries)


def _grid(axis: Axis) -> list[str]:
    parts = []
    for share in _SHARES:
        y = _height(share)
        parts += [
            svg.horizontal(y, "chart-grid"),
            svg.text(f"{100 * share:.0f} %", 0, y + 4, "chart-figure", anchor="end", dx=-8),
        ]
    ticks = apart(axis.labelled("ms"), left=svg.LEFT, right=svg.EDGE)
    return [*parts, svg.horizontal(_BOTTOM, "chart-axis"), *along(ticks, _BOTTOM, margins=True)]


def _curve(curve: Curve, axis: Axis) -> str:
    """Through the middle of each rank, or as steps where there are few; what lies beyond the axis is cut off there."""
    ordered = thinned(curve.ascending, POINTS)
    total = len(ordered)
    inside = [(100 * axis.at(ms), rank) for rank, ms in enumerate(ordered) if ms <= axis.high]
    if total <= STEPS:
        points = [(x, 100 * (1 - height / total)) for x, rank in inside for height in (rank, rank + 1)]
    else:
        points = [(x, 100 * (1 - (rank + 0.5) / total)) for x, rank in inside]
    first, last = points[0], points[-1]
    tail = [(100.0, last[1])] if total > len(inside) or total <= STEPS else [(last[0], 0.0)]
    return svg.curve([(first[0], 100.0), *points, *tail], _PLOT, _TOP, f"chart-{curve.arm}")


def _marks(curve: Curve, axis: Axis, *, alone: bool) -> list[str]:
    """A dot where half and where 95 % are answered; with the time beside it, below the curve, where it is the only."""
    parts = []
    for share in _SHARES:
        ms = curve.at(share)
        x, y = 100 * axis.at(ms), _height(share)
        look = f"chart-mark-{'before' if curve.arm == 'before' else 'after' if curve.arm == 'after' else 'main'}"
        parts.append(svg.element("circle", look, cx=svg.percent(x), cy=y, r=3.5))
        if alone:
            side, dx = ("start", 9) if x < 60 else ("end", -9)
            below = y + 16 if side == "start" else y - 8
            parts.append(svg.text(figure(ms, "ms"), x, below, "chart-text-main chart-halo", anchor=side, dx=dx))
    return parts


def _height(share: float) -> float:
    return _BOTTOM - share * _PLOT


def table(curves: Sequence[Curve]) -> Table:
    """Latency by share of requests. Raises TooFewSamples or BadSamples."""
    rows: list[tuple[str, ...]] = [
        (f"{100 * share:.0f} %", *(figure(curve.at(share), "ms") for curve in curves)) for share in TOLD
    ]
    rows.append(("slowest", *(figure(curve.ascending[-1], "ms") for curve in curves)))
    rows.append(("requests", *(f"{len(curve.ms):,}" for curve in curves)))
    names = ("latency",) if len(curves) == 1 else tuple(curve.name for curve in curves)
    return Table(("answered within", *names), rows)


def data(curves: Sequence[Curve]) -> list[tuple[str | float | int | None, ...]]:
    """For a spreadsheet: a thousand ranks of each curve, or all where there are fewer."""
    thin = [thinned(curve.ascending, LISTED) for curve in curves]
    longest = max(len(one) for one in thin)
    head = [part for curve in curves for part in (f"share_{curve.name}", f"{curve.name}_ms")]
    rows: list[tuple[str | float | int | None, ...]] = [
        tuple(
            part for one in thin for part in (((rank + 0.5) / len(one), one[rank]) if rank < len(one) else (None, None))
        )
        for rank in range(longest)
    ]
    return [tuple(head), *rows]
