"""Intervals of several results on one axis, each in a line of a list, with the axis above them."""

from perfgym.charts import svg
from perfgym.charts.check import positive
from perfgym.charts.labels import anchor_at, apart
from perfgym.charts.scale import RatioAxis
from perfgym.charts.strip import in_words

HEIGHT = 26
_MIDDLE, _BAR, _LINE = HEIGHT / 2, 5.0, 9.0  # pixels; half of the bar's height, half of the estimate's
_RULER = 30.0


def interval(axis: RatioAxis, low: float, high: float, ratio: float) -> str:
    """The interval as a bar, the estimate as a line, both joined to "as before", which is dashed. Raises BadSamples."""
    positive([low, high, ratio], "A ratio")
    left, right = axis.x(low), axis.x(high)
    bar = svg.element(
        "rect",
        "chart-interval",
        x=svg.percent(left),
        width=svg.percent(right - left),
        y=_MIDDLE - _BAR,
        height=2 * _BAR,
    )
    return svg.chart(
        "After divided by before",
        f"Estimate {in_words(ratio)}, interval from {in_words(low)} to {in_words(high)}.",
        HEIGHT,
        svg.vertical(axis.x(1), 0, HEIGHT, "chart-before chart-as-before"),
        svg.horizontal(_MIDDLE, "chart-axis", left=min(axis.x(1), left), right=max(axis.x(1), right)),
        bar,
        svg.vertical(axis.x(ratio), _MIDDLE - _LINE, _MIDDLE + _LINE, "chart-estimate"),
        classes="chart-interval-line",
    )


def ruler(axis: RatioAxis) -> str:
    """The axis itself, with the labels that have room in the narrowest chart."""
    ticks = [tick for tick in apart(axis.labelled()) if not tick.minor]
    told = ", ".join(tick.label for tick in ticks)
    parts = [svg.horizontal(_RULER - 0.5, "chart-axis")]
    for tick in ticks:
        parts.append(svg.vertical(tick.x, _RULER - 5, _RULER, "chart-axis"))
        parts.append(svg.text(tick.label, tick.x, _RULER - 11, anchor=anchor_at(tick.x)))
    return svg.chart(
        "The axis of the bars below", f"From left to right: {told}.", _RULER, *parts, classes="chart-ruler"
    )
