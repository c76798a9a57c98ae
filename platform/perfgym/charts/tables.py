"""The table behind each chart: the same numbers, for who cannot see or wants to know exactly."""

from collections.abc import Sequence
from typing import NamedTuple

from perfgym.charts.check import positive
from perfgym.charts.strip import in_words
from perfgym.measure.percentiles import percentile

_SHARES = (0.05, 0.25, 0.50, 0.75, 0.95, 0.99)


class Table(NamedTuple):
    """A heading for each column, and rows whose first cell heads the row."""

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


def strip_table(ratios: Sequence[float], low: float, high: float, ratio: float) -> Table:
    """Estimate, interval and the spread of the pairs. Raises BadSamples."""
    positive([*ratios, low, high, ratio], "A ratio")
    named = [("estimate", ratio), ("interval, from", low), ("interval, to", high)]
    if ratios:
        named += [(f"{100 * share:.0f} % of pairs are at or below", percentile(ratios, share)) for share in _SHARES]
    rows = [(name, f"{value:#.3g}", in_words(value)) for name, value in named]
    return Table(("what", "after / before", "in words"), [*rows, ("pairs", f"{len(ratios):,}", "")])
