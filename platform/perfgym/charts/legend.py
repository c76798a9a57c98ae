"""Which line is which: a piece of each and its name, above the chart where no line can cross it."""

from collections.abc import Sequence
from typing import NamedTuple

from perfgym.charts import svg

_SAMPLE = 20  # pixels
_BASE = 12


class Entry(NamedTuple):
    """A line's arm and name, and a figure about it; `what` the figure is goes where there is little room."""

    arm: str
    name: str
    what: str = ""
    figure: str = ""


def legend(entries: Sequence[Entry]) -> list[str]:
    """The entries, spread evenly from the left."""
    return [_drawn(entry, 100 * place / max(2, len(entries))) for place, entry in enumerate(entries)]


def _drawn(entry: Entry, x: float) -> str:
    line = svg.element("line", f"chart-{entry.arm}", x1=0, x2=_SAMPLE, y1=_BASE - 4, y2=_BASE - 4)
    what = svg.element("tspan", "chart-minor", svg.words(f", {entry.what}")) if entry.what else ""
    figure = svg.words(f" {entry.figure}" if entry.figure else "")
    name = svg.element(
        "text", f"chart-text chart-text-{entry.arm}", svg.words(entry.name), what, figure, x=_SAMPLE + 7, y=_BASE
    )
    return svg.element("svg", "", line, name, x=svg.percent(x), y="0", overflow="visible")
