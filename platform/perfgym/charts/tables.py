"""The table behind each chart: the same numbers, for who cannot see or wants to know exactly."""

from collections.abc import Sequence
from typing import NamedTuple

from perfgym.charts.check import positive, some
from perfgym.charts.series import Series
from perfgym.charts.strip import in_words
from perfgym.charts.words import figure
from perfgym.measure.percentiles import percentile

_SHARES = (0.05, 0.25, 0.50, 0.75, 0.95, 0.99)
ROWS = 60


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


def ecdf_table(before_ms: Sequence[float], after_ms: Sequence[float]) -> Table:
    """Latency by share of requests, before and after. Raises TooFewSamples or BadSamples."""
    some(before_ms, "latencies of before")
    some(after_ms, "latencies of after")
    rows: list[tuple[str, ...]] = [
        (f"{100 * share:.0f} %", *(figure(percentile(values, share), "ms") for values in (before_ms, after_ms)))
        for share in _SHARES
    ]
    rows.append(("slowest", figure(max(before_ms), "ms"), figure(max(after_ms), "ms")))
    rows.append(("requests", f"{len(before_ms):,}", f"{len(after_ms):,}"))
    return Table(("answered within", "before", "after"), rows)


def time_series_table(series: Sequence[Series], unit: str) -> Table:
    """A row a point in time; at most 60, evenly chosen. All series share the times of the first."""
    if not series:
        return Table(("time",), [])
    every = max(1, -(-len(series[0].times) // ROWS))
    rows = [
        (figure(time, "s"), *(figure(one.values[index], unit) if index < len(one.values) else "" for one in series))
        for index, time in list(enumerate(series[0].times))[::every]
    ]
    return Table(("time", *(one.name for one in series)), rows)
