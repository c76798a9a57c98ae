"""The pair strip: one dot a pair on an axis of ratios, the interval as a bar, the estimate as a line."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from perfgym.charts import svg
from perfgym.charts.check import positive
from perfgym.charts.labels import along, anchor_at, apart
from perfgym.charts.scale import RatioAxis, thinned
from perfgym.charts.swarm import heights
from perfgym.charts.words import factor

DOTS = 600
HEIGHT = 128
_TOP, _AXIS = 20.0, 102.0
_MIDDLE = (_TOP + _AXIS) / 2
_BAR = 11.0  # half of the bar's height
_LINE = 17.0  # half of the estimate's


def pair_strip(ratios: Sequence[float], low: float, high: float, ratio: float) -> str:
    """The strip of after / before of each pair, with the interval and the estimate. Raises BadSamples."""
    positive([*ratios, low, high, ratio], "A ratio")
    axis = RatioAxis.fitting(ratios, low, high)
    inside = [each for each in thinned(ratios, DOTS) if axis.holds(each)]
    return svg.chart(
        "After divided by before, each pair of requests",
        description(len(ratios), low, high, ratio),
        HEIGHT,
        svg.vertical(axis.x(1), _TOP, _AXIS, "chart-before chart-as-before"),
        *dots(axis, inside, _MIDDLE, _MIDDLE - _TOP, 1.7),
        *bar(axis, low, high, ratio),
        *_axis(axis),
        *_beyond(axis, ratios),
        classes="chart-strip",
    )


def description(pairs: int, low: float, high: float, ratio: float) -> str:
    """What the strip shows, in a sentence."""
    return (
        f"{pairs:,} pairs. Estimate {in_words(ratio)}, interval from {in_words(low)} to {in_words(high)}. "
        "A dot is one request sent to both versions; the bar is the interval, the line the estimate."
    )


def in_words(ratio: float) -> str:
    """ "2.4x faster", "1.1x slower" or "as before"."""
    times = factor(max(ratio, 1 / ratio))
    return "as before" if times == "1.00x" else f"{times} {'faster' if ratio < 1 else 'slower'}"


def dots(axis: RatioAxis, ascending: Sequence[float], middle: float, spread: float, radius: float) -> list[str]:
    places = [axis.x(each) for each in ascending]
    return [
        svg.element(
            "circle", "chart-dot", cx=svg.percent(round(x, 1)), cy=round(middle + spread * 0.92 * height, 1), r=radius
        )
        for x, height in zip(places, heights(places), strict=True)
    ]


def bar(axis: RatioAxis, low: float, high: float, ratio: float) -> list[str]:
    """Interval, estimate, and the estimate's figure above it."""
    left, right, at = axis.x(low), axis.x(high), axis.x(ratio)
    interval = svg.element(
        "rect",
        "chart-interval",
        x=svg.percent(left),
        width=svg.percent(right - left),
        y=_MIDDLE - _BAR,
        height=2 * _BAR,
    )
    line = svg.vertical(at, _MIDDLE - _LINE, _MIDDLE + _LINE, "chart-estimate")
    label = svg.text(factor(max(ratio, 1 / ratio)), at, 12, "chart-text-after chart-figure", anchor=anchor_at(at))
    return [interval, line, label]


def _axis(axis: RatioAxis) -> list[str]:
    return [svg.horizontal(_AXIS, "chart-axis"), *along(apart(axis.labelled()), _AXIS)]


def _beyond(axis: RatioAxis, ratios: Sequence[float]) -> list[str]:
    """How many pairs lie past each end: an axis for all of them would show none of them."""
    ordered = sorted(ratios)
    left = bisect_left(ordered, math.exp(axis.low))
    right = len(ordered) - bisect_right(ordered, math.exp(axis.high))
    labels = [(left, f"← {left:,} more", 0.0, "start"), (right, f"{right:,} more →", 100.0, "end")]
    return [
        svg.text(words, x, _AXIS - 6, "chart-aside chart-halo", anchor=anchor)
        for count, words, x, anchor in labels
        if count
    ]
