"""Two load tests side by side: their charts laid over each other, and their figures with the difference. No verdict."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perfgym.charts import Chart, Charts, Line, Panel, Panels, Shown, byname, distribution, tail
from perfgym.charts import shift as shifts
from perfgym.charts.distribution import Curve
from perfgym.charts.shift import signed
from perfgym.charts.tables import Table
from perfgym.charts.words import figure, number
from perfgym.runs.report.load import PARTS, Load
from perfgym.runs.report.loadcharts import marks_of, stacked

ARMS = ("before", "after")  # how the earlier and the later are drawn
NAMES = ("earlier", "later")


@dataclass(frozen=True)
class Together:
    """The earlier and the later of two load tests."""

    earlier: Load
    later: Load

    @property
    def both(self) -> tuple[Load, Load]:
        return self.earlier, self.later

    @property
    def end(self) -> float:
        return max(one.end for one in self.both)


def figures(of: Together) -> Table:
    """Totals of both with their difference; percentiles only where both counts support them."""
    rows: list[tuple[str, ...]] = [("requests", *(f"{one.result.get('count', 0):,}" for one in of.both), "", "")]
    rows.append(_row(of, "requests a second", "rps", lambda value: figure(value, "/ s"), 1))
    for label, key, least in (("median", "p50", 1), ("95 %", "p95", 20), ("99 %", "p99", 100)):
        rows.append(_row(of, label, key, lambda value: figure(value, "ms"), least))
    shares = [100 * one.result["fails"] / one.result["count"] for one in of.both if one.result.get("count")]
    if len(shares) == 2:
        rows.append(("failed", *(f"{number(share)} %" for share in shares), "", ""))
    return Table(("figure", *NAMES, "difference", "later / earlier"), rows)


def _row(of: Together, label: str, key: str, told: Callable[[float], str], least: int) -> tuple[str, ...]:
    values = [one.result.get(key) if one.result.get("count", 0) >= least else None for one in of.both]
    cells = ["too few" if value is None else told(value) for value in values]
    first, second = values
    if first is None or second is None:
        return (label, *cells, "", "")
    difference = signed(second - first) if key != "rps" else f"{second - first:+.3g}"
    return (label, *cells, difference, f"{second / first:#.3g}" if first else "")


def _seconds(of: Together) -> Shown | None:
    if not all(one.seconds for one in of.both):
        return None
    shown = [
        Panel("Throughput", "requests / s", _lines(of, "rps"), height=84),
        Panel("Median", "ms", _lines(of, "p50"), height=84),
        Panel("95 %", "ms", _lines(of, "p95"), height=84),
        Panel("Users", "", _lines(of, "users"), height=40),
    ]
    if any(second.get("fails") for one in of.both for second in one.seconds):
        shown.insert(3, Panel("Failed", "requests / s", _lines(of, "fails"), height=40))
    return stacked(
        Panels("Two load tests by second", shown, of.end),
        "Each second by itself. Dashed: the earlier. Solid: the later.",
    )


def _lines(of: Together, key: str) -> list[Line]:
    return [
        Line(name, one.times, [_value(second, key) for second in one.seconds], arm)
        for name, arm, one in zip(NAMES, ARMS, of.both, strict=True)
    ]


def _value(second: Mapping[str, Any], key: str) -> float | None:
    value = second.get(key)
    if key.startswith("p") and not second.get("rps"):
        return None
    return float(value) if isinstance(value, int | float) else None


def _curves(of: Together) -> list[Curve]:
    """Of the good requests."""
    found = zip(ARMS, NAMES, of.both, strict=True)
    return [Curve(arm, name, one.good_ms.tolist()) for arm, name, one in found]


def _distribution(of: Together) -> Shown | None:
    curves = _curves(of)
    if not all(one.ms for one in curves):
        return None
    return Shown(
        "Share of good requests answered within a time. Dashed: the earlier. Solid: the later.",
        lambda: distribution.distribution("Share of requests answered within a time, two load tests", curves),
        lambda: distribution.table(curves),
        lambda: distribution.data(curves),
    )


def _percentiles(of: Together) -> Shown | None:
    curves = _curves(of)
    if not all(len(one.ms) >= 2 for one in curves):
        return None
    return Shown(
        "Good requests from the middle one to the slowest. A line ends where no request lies beyond, and is dotted "
        "where fewer than ten do.",
        lambda: tail.tail("Latency by percentile, two load tests", curves),
        lambda: tail.table(curves),
        lambda: tail.rows(curves),
    )


def _difference(of: Together) -> Shown | None:
    earlier, later = _curves(of)
    shift = shifts.Shift(earlier.ms, later.ms, *NAMES)
    if not shift.enough:
        return None
    return Shown(
        "The later less the earlier at the same percentile: below the dashed line it was faster.",
        lambda: shifts.shift("Difference of latency by percentile, two load tests", shift),
        lambda: shifts.table(shift),
        lambda: shifts.data(shift),
    )


def _requests(of: Together) -> Shown | None:
    found = [{row["name"]: row for row in one.result.get("by_name", []) if row["count"]} for one in of.both]
    names = list(dict.fromkeys(name for rows in reversed(found) for name in rows))
    rows = [byname.Named(name, _arms(name, found)) for name in names]
    if not rows:
        return None
    return Shown(
        "From the median to 99 % of each kind of request. Dashed: the earlier. Solid: the later.",
        lambda: byname.by_name("Latency by kind of request, two load tests", rows),
        lambda: byname.table(rows),
        lambda: byname.data(rows),
    )


def _arms(name: str, found: Sequence[Mapping[str, Any]]) -> list[byname.Marks]:
    return [
        marks_of(rows[name], arm, called) for arm, called, rows in zip(ARMS, NAMES, found, strict=True) if name in rows
    ]


def _resources(of: Together) -> Shown | None:
    found = [
        Panel(f"{title} of the {part}", unit, _used(of, part, what), height=56)
        for part in PARTS
        for title, what, unit in (("CPU", "cpu", "cores"), ("Memory", "memory", "bytes"))
    ]
    panels = [panel for panel in found if any(line.known for line in panel.lines)]
    if not panels:
        return None
    caption = "What each part used. Dashed: the earlier. Solid: the later."
    return stacked(Panels("CPU and memory by second, two load tests", panels, of.end), caption)


def _used(of: Together, part: str, what: str) -> list[Line]:
    return [
        Line(name, one.times, one.used(part, what), arm) for name, arm, one in zip(NAMES, ARMS, of.both, strict=True)
    ]


CHARTS: Charts[Together] = Charts(
    [
        Chart("seconds", "By second", _seconds),
        Chart("distribution", "How long requests took", _distribution),
        Chart("percentiles", "The slow ones", _percentiles),
        Chart("difference", "The difference", _difference),
        Chart("requests", "By kind of request", _requests),
        Chart("resources", "CPU and memory", _resources),
    ]
)
