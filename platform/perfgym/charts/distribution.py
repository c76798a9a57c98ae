"""Which share of requests was answered within a time: before dashed, after solid."""

from collections.abc import Sequence

from perfgym.charts import svg
from perfgym.charts.check import some
from perfgym.charts.legend import Entry, legend
from perfgym.charts.scale import nice_ticks, thinned
from perfgym.charts.strip import anchor_at
from perfgym.charts.words import figure
from perfgym.measure.percentiles import percentile

HEIGHT = 250
POINTS = 240
_TOP, _BOTTOM = 30.0, 220.0
_PLOT = _BOTTOM - _TOP
_SHARES = (0.95, 0.5)


def ecdf(before_ms: Sequence[float], after_ms: Sequence[float]) -> str:
    """The empirical distribution of latencies in milliseconds. Raises TooFewSamples or BadSamples."""
    some(before_ms, "latencies of before")
    some(after_ms, "latencies of after")
    end = 1.06 * max(percentile(before_ms, 0.99), percentile(after_ms, 0.99), 1e-6)
    arms = {"before": before_ms, "after": after_ms}
    return svg.chart(
        "Share of requests answered within a time, before and after",
        " ".join(_described(arm, values) for arm, values in arms.items()),
        HEIGHT,
        *_grid(end),
        *(_curve(arm, values, end) for arm, values in arms.items()),
        *(mark for arm, values in arms.items() for mark in _marks(arm, values, end)),
        *legend([Entry(arm, arm, "median", figure(percentile(values, 0.5), "ms")) for arm, values in arms.items()]),
        classes="chart-ecdf",
    )


def _described(arm: str, values: Sequence[float]) -> str:
    half, most = (figure(percentile(values, share), "ms") for share in (0.5, 0.95))
    return f"{arm.capitalize()}: half of {len(values):,} requests within {half}, 95 % within {most}."


def _grid(end: float) -> list[str]:
    parts = []
    for share in _SHARES:
        y = _height(share)
        parts += [
            svg.horizontal(y, "chart-grid"),
            svg.text(f"{100 * share:.0f} %", 100, y + 15, "chart-halo", anchor="end"),
        ]
    parts.append(svg.horizontal(_BOTTOM, "chart-axis"))
    ticks = nice_ticks(end)
    for position, tick in enumerate(ticks):
        x = 100 * tick / end
        minor = "chart-minor" if 0 < position < len(ticks) - 1 and position % 2 else ""
        parts.append(svg.vertical(x, _BOTTOM, _BOTTOM + 4, "chart-axis"))
        parts.append(svg.text(figure(tick, "ms"), x, _BOTTOM + 19, minor, anchor=anchor_at(x)))
    return parts


def _curve(arm: str, values: Sequence[float], end: float) -> str:
    """Through the middle of each rank; what lies beyond the axis is cut off there."""
    ordered = thinned(values, POINTS)
    total = len(ordered)
    points = [(100 * ms / end, 100 * (1 - (rank + 0.5) / total)) for rank, ms in enumerate(ordered) if ms <= end]
    first, last = points[0], points[-1]
    tail = [(100.0, last[1])] if total > len(points) else [(last[0], 0.0)]
    return svg.curve([(first[0], 100.0), *points, *tail], _PLOT, _TOP, f"chart-{arm}")


def _marks(arm: str, values: Sequence[float], end: float) -> list[str]:
    return [
        svg.element(
            "circle",
            f"chart-mark-{arm}",
            cx=svg.percent(100 * percentile(values, share) / end),
            cy=_height(share),
            r=3.5,
        )
        for share in _SHARES
    ]


def _height(share: float) -> float:
    return _BOTTOM - share * _PLOT
