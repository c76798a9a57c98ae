"""The pair strip in one line of a table."""

from collections.abc import Sequence

from perfgym.charts import svg
from perfgym.charts.check import positive
from perfgym.charts.scale import RatioAxis, thinned
from perfgym.charts.strip import description, dots

DOTS = 60
WIDTH, HEIGHT = 132, 22


def sparkline(ratios: Sequence[float], low: float, high: float, ratio: float) -> str:
    """The strip without words, 132 by 22 pixels. Raises BadSamples."""
    positive([*ratios, low, high, ratio], "A ratio")
    axis = RatioAxis.fitting(ratios, low, high)
    left, right, at = axis.x(low), axis.x(high), axis.x(ratio)
    middle = HEIGHT / 2
    inside = [each for each in thinned(ratios, DOTS) if axis.holds(each)]
    return svg.chart(
        "After divided by before",
        description(len(ratios), low, high, ratio),
        HEIGHT,
        svg.vertical(axis.x(1), 1, HEIGHT - 1, "chart-before chart-as-before"),
        *dots(axis, inside, middle, middle - 2, 1.2),
        svg.element(
            "rect", "chart-interval", x=svg.percent(left), width=svg.percent(right - left), y=middle - 5, height=10
        ),
        svg.vertical(at, 2, HEIGHT - 2, "chart-estimate"),
        classes="chart-spark",
        width=str(WIDTH),
    )
