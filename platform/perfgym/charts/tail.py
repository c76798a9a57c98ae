"""Latency over percentiles, the axis stretched towards the tail: 90, 99 and 99.9 % are equally far apart.

A percentile is drawn only as far as the number of requests supports it: at least one must lie beyond (as in
measure/costs.py), and the line is dotted from where fewer than ten do.
"""

import math
from collections.abc import Sequence

from perfgym.charts import svg
from perfgym.charts.axis import Axis
from perfgym.charts.check import some
from perfgym.charts.distribution import Curve
from perfgym.charts.labels import Tick, along, apart, spread
from perfgym.charts.panels import LINE
from perfgym.charts.tables import Table
from perfgym.charts.words import figure, number, unit_for
from perfgym.measure.percentiles import at

HEIGHT = 268
FIRST = 0.5
SHARES = (0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999)
FEW = 10  # requests beyond a percentile, below which it says little
POINTS = 140
_TOP, _BOTTOM = 32.0, 238.0
_PLOT = _BOTTOM - _TOP


def supported(count: int, beyond: int = 1) -> float:
    """The highest share (0 to 1) of `count` requests that leaves so many beyond it; below 0.5 where none does."""
    return 1 - beyond / count if count else 0.0


def value_at(ascending: Sequence[float], share: float) -> float | None:
    """The percentile, or None where the count does not support it. Values in ascending order."""
    if not len(ascending) or share > supported(len(ascending)) + 1e-12:
        return None
    return float(at(ascending, share))


def tail(title: str, curves: Sequence[Curve]) -> str:
    """One or two curves. Raises TooFewSamples or BadSamples; two requests at least are needed of one of them."""
    for curve in curves:
        some(curve.ms, f"latencies of {curve.name}")
    most = max(supported(len(curve.ms)) for curve in curves)
    ordered = [curve.ascending for curve in curves]
    lines = [points(values) for values in ordered]
    axis = Axis.fitting([ms for line in lines for _, ms in line] or [curves[0].at(0.5)])
    end = max(place(most), place(0.9))
    drawn = [
        part
        for curve, line, ms in zip(curves, lines, ordered, strict=True)
        for part in _drawn(curve, line, ms, axis, end)
    ]
    return svg.chart(
        title,
        " ".join(_described(curve.name, values) for curve, values in zip(curves, ordered, strict=True)),
        HEIGHT,
        *_grid(axis, end),
        *drawn,
        *_names(curves, lines, axis, end),
        classes=f"chart-left{' chart-right' if len(curves) > 1 else ''}",
    )


def table(curves: Sequence[Curve]) -> Table:
    """Every percentile that some curve supports, and how many requests lie beyond it."""
    ordered = [curve.ascending for curve in curves]
    rows: list[tuple[str, ...]] = []
    for share in SHARES:
        values = [value_at(one, share) for one in ordered]
        if any(value is not None for value in values):
            rows.append((name(share), *(_cell(value, one, share) for value, one in zip(values, ordered, strict=True))))
    rows.append(("slowest", *(figure(curve.ascending[-1], "ms") for curve in curves)))
    rows.append(("requests", *(f"{len(curve.ms):,}" for curve in curves)))
    head = ("latency",) if len(curves) == 1 else tuple(curve.name for curve in curves)
    return Table(("answered within", *head), rows)


def _cell(value: float | None, ascending: Sequence[float], share: float) -> str:
    if value is None:
        return "too few requests"
    beyond = round(len(ascending) * (1 - share))
    return figure(value, "ms") + (f" ({beyond} beyond)" if beyond < FEW else "")


def rows(curves: Sequence[Curve]) -> list[tuple[str | float | int | None, ...]]:
    """For a spreadsheet: what the lines go through."""
    shares = sorted({share for curve in curves for share, _ in points(curve.ascending)} | set(SHARES))
    ordered = [curve.ascending for curve in curves]
    head = ("percentile", *(f"{curve.name}_ms" for curve in curves))
    found = [(100 * share, *(value_at(values, share) for values in ordered)) for share in shares]
    return [head, *(row for row in found if any(value is not None for value in row[1:]))]


def points(ascending: Sequence[float]) -> list[tuple[float, float]]:
    """(share, ms), evenly spaced along the stretched axis."""
    most = supported(len(ascending))
    if most < FIRST:
        return []
    low, high = place(FIRST), place(most)
    places = [low + (high - low) * step / (POINTS - 1) for step in range(POINTS)]
    shares = [min(most, 1 - 10**-place) for place in places]
    found = [(share, value_at(ascending, share)) for share in shares]
    return [(share, ms) for share, ms in found if ms is not None]


def place(share: float) -> float:
    """Where a share lies on the stretched axis: one for each nine."""
    return -math.log10(max(1e-9, 1 - share))


def x(share: float, end: float) -> float:
    """Per cent of the width, on an axis from 50 % to the place `end`."""
    return 100 * (place(share) - place(FIRST)) / (end - place(FIRST))


def _described(who: str, ascending: Sequence[float]) -> str:
    known = [(share, value_at(ascending, share)) for share in SHARES]
    told = [f"{name(share)} within {figure(ms, 'ms')}" for share, ms in known if ms is not None]
    return f"{who.capitalize()}, {len(ascending):,} requests: {', '.join(told) or 'too few for a percentile'}."


def name(share: float) -> str:
    """ "99.9 %"."""
    return f"{number(100 * share, 6)} %"


def _grid(axis: Axis, end: float) -> list[str]:
    unit, scale = unit_for(axis.high, "ms")
    kind = f"Latency, {unit}{', a logarithmic axis' if axis.log else ''}"
    parts = [svg.text(kind, 0, _TOP - 15, "chart-text-main", anchor="start", dx=-svg.LEFT)]
    for value in axis.ticks(4):
        y = _BOTTOM - _PLOT * axis.at(value)
        parts.append(svg.horizontal(y, "chart-grid" if value else "chart-axis"))
        parts.append(svg.text(number(value * scale), 0, y + 4, "chart-figure", anchor="end", dx=-8))
    inside = [share for share in (0.5, 0.9, 0.99, 0.999, 0.9999, 0.75, 0.95) if place(share) <= end + 1e-9]
    ticks = apart([Tick(x(share, end), name(share)) for share in inside], left=svg.LEFT, right=svg.RIGHT)
    return [*parts, svg.horizontal(_BOTTOM, "chart-axis"), *along(ticks, _BOTTOM, margins=True)]


def _drawn(
    curve: Curve, line: Sequence[tuple[float, float]], ascending: Sequence[float], axis: Axis, end: float
) -> list[str]:
    """Solid as far as ten requests lie beyond, dotted after that, with a dot at each percentile that has a name."""
    sure = supported(len(ascending), FEW)
    parts = []
    for part, more in (
        ([one for one in line if one[0] <= sure], ""),
        ([one for one in line if one[0] >= sure], " chart-few"),
    ):
        points = [(x(share, end), 100 * (1 - axis.at(ms))) for share, ms in part]
        if points:
            parts.append(svg.curve(points, _PLOT, _TOP, f"chart-{curve.arm}{more}"))
    for share in (0.5, 0.9, 0.99, 0.999):
        ms = value_at(ascending, share)
        if ms is not None:
            look = curve.arm if curve.arm in ("before", "after") else "main"
            spot: dict[str, str | float] = {"cx": svg.percent(x(share, end)), "cy": _BOTTOM - _PLOT * axis.at(ms)}
            parts.append(svg.element("circle", f"chart-mark-{look}", **spot, r=3.2))
    return parts


def _names(
    curves: Sequence[Curve], lines: Sequence[Sequence[tuple[float, float]]], axis: Axis, end: float
) -> list[str]:
    """Each name where its line ends."""
    if len(curves) == 1:
        return []
    ends = [
        (curve, x(line[-1][0], end), _BOTTOM - _PLOT * axis.at(line[-1][1]))
        for curve, line in zip(curves, lines, strict=True)
        if line
    ]
    heights = spread([y for _, _, y in ends], LINE, _TOP, _BOTTOM - LINE / 2)
    return [
        svg.text(curve.name, across, y + 4, f"chart-text-{curve.arm} chart-halo", anchor="start", dx=8)
        for (curve, across, _), y in zip(ends, heights, strict=True)
    ]
