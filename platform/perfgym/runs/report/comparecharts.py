"""The charts of a comparison's page, by the names that their addresses have."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from perfgym.charts import (
    Chart,
    Charts,
    Line,
    Panel,
    Panels,
    Shown,
    byname,
    distribution,
    forest,
    pair_strip,
    strip_table,
    tail,
)
from perfgym.charts import shift as shifts
from perfgym.charts.distribution import Curve
from perfgym.measure.percentiles import percentile
from perfgym.measure.samples import Slice
from perfgym.runs.report.compared import Compared
from perfgym.runs.report.loadcharts import SUPPORTED, stacked


def _pairs(of: Compared) -> Shown:
    low, high = of.result["interval"]
    one = "half second of both versions, by CPU a request" if of.by_cpu else "request sent to both versions"
    return Shown(
        f"Each dot is one {one}; the bar is the interval, the line the estimate.",
        lambda: pair_strip(of.ratios, low, high, of.result["ratio"]),
        lambda: strip_table(of.ratios, low, high, of.result["ratio"]),
        lambda: [("pair", "ratio_after_to_before"), *enumerate(of.ratios, 1)],
    )


def _curves(of: Compared) -> list[Curve]:
    before, after = of.latencies
    return [Curve("before", "before", before), Curve("after", "after", after)]


def _distribution(of: Compared) -> Shown:
    curves = _curves(of)
    return Shown(
        "Share of requests answered within a time. Dashed: before. Solid: after.",
        lambda: distribution.distribution("Share of requests answered within a time, before and after", curves),
        lambda: distribution.table(curves),
        lambda: distribution.data(curves),
    )


def _percentiles(of: Compared) -> Shown:
    curves = _curves(of)
    return Shown(
        "From the middle request to the slowest. The axis is stretched: each 9 more is as far again. A line ends where "
        "no request lies beyond, and is dotted where fewer than ten do.",
        lambda: tail.tail("Latency by percentile, before and after", curves),
        lambda: tail.table(curves),
        lambda: tail.rows(curves),
    )


def _difference(of: Compared) -> Shown | None:
    shift = shifts.Shift(*of.latencies)
    if not shift.enough:
        return None
    return Shown(
        "After less before at the same percentile: below the dashed line it is faster. Shown, not judged.",
        lambda: shifts.shift("Difference of latency by percentile", shift),
        lambda: shifts.table(shift),
        lambda: shifts.data(shift),
    )


def _requests(of: Compared) -> Shown | None:
    rows = [
        byname.Named(name, [_marks("before", before), _marks("after", after)])
        for name, (before, after) in of.by_name.items()
    ]
    if not rows:
        return None
    return Shown(
        "From the median to 99 % of each kind of request. Dashed: before. Solid: after.",
        lambda: byname.by_name("Latency by kind of request, before and after", rows),
        lambda: byname.table(rows),
        lambda: byname.data(rows),
    )


def _marks(arm: str, ms: Sequence[float]) -> byname.Marks:
    shares = {"50 %": 0.5, "95 %": 0.95, "99 %": 0.99}
    known = {name: percentile(ms, share) if len(ms) >= SUPPORTED[name] else None for name, share in shares.items()}
    return byname.Marks(arm, len(ms), known)


def _ratios(of: Compared) -> Shown | None:
    if not of.names:
        return None
    return Shown(
        "Latency after divided by before of each kind of request, with an interval of its own, computed as the whole's "
        "from these pairs alone. Shown, not judged; a ring has too few pairs for an interval.",
        lambda: forest.forest("Ratio of latency by kind of request", of.names),
        lambda: forest.table(of.names, "pairs"),
        lambda: forest.data(of.names, "pairs"),
    )


def _starts(of: Compared) -> Shown:
    what = "half seconds" if of.by_cpu else "pairs"
    return Shown(
        "Both versions were started anew for each row. Rows that agree are what makes the last one trustworthy.",
        lambda: forest.forest("Ratio of each fresh start", of.starts),
        lambda: forest.table(of.starts, what),
        lambda: forest.data(of.starts, what.replace(" ", "_")),
    )


def _time(of: Compared) -> Shown | None:
    if not of.halves:
        return None
    panels = [
        Panel("CPU a request", "ms", _both(of, _cpu), height=84),
        Panel("Median latency", "ms", _medians(of), height=84),
    ]
    left_out = sum(not counted for *_, counted in of.halves)
    gap = f" {left_out} half seconds were left out, for both versions alike." if left_out else ""
    again = " A dotted upright is a fresh start." if of.breaks else ""
    return stacked(
        Panels("CPU and latency by half second of measuring", panels, of.halves[-1][0], of.breaks),
        f"Each half second of measuring.{again}{gap}",
    )


def _both(of: Compared, value: Callable[[Slice, str], float | None]) -> list[Line]:
    times = [t for t, *_ in of.halves]
    return [
        Line(arm, times, [value(one, arm) if counted else None for _, _, one, counted in of.halves], arm)
        for arm in ("before", "after")
    ]


def _cpu(one: Slice, arm: str) -> float | None:
    cpu, count = (one.cpu_before_s, one.n_before) if arm == "before" else (one.cpu_after_s, one.n_after)
    return 1000 * cpu / count if count else None


def _medians(of: Compared) -> list[Line]:
    found: dict[tuple[int, int], tuple[list[float], list[float]]] = {}
    for number, segment in enumerate(of.content.segments):
        for pair in segment.pairs:
            both = found.setdefault((number, pair.slice), ([], []))
            both[0].append(pair.before_ms)
            both[1].append(pair.after_ms)
    keys = [(number, one.index) if counted else None for _, number, one, counted in of.halves]
    times = [t for t, *_ in of.halves]
    return [
        Line(arm, times, [percentile(found[key][at], 0.5) if key and key in found else None for key in keys], arm)
        for at, arm in enumerate(("before", "after"))
    ]


def _resources(of: Compared) -> Shown | None:
    rows: Sequence[Mapping[str, Any]] = of.result.get("resources") or []
    found = [
        Panel(f"{title} of the {part}", unit, _used(rows, part, what), height=56)
        for part in ("app", "database")
        for title, what, unit in (("CPU", "cpu", "cores"), ("Memory", "memory", "bytes"))
    ]
    panels = [panel for panel in found if any(line.known for line in panel.lines)]
    if not panels:
        return None
    return stacked(
        Panels("CPU and memory of both versions by second", panels, float(rows[-1]["t"]), _anew(rows)),
        "Only one version works at a time, so each uses less than a core. Memory that grows from start to end is kept.",
    )


def _used(rows: Sequence[Mapping[str, Any]], part: str, what: str) -> list[Line]:
    times = [float(row["t"]) for row in rows]
    return [
        Line(arm, times, [((row.get(arm) or {}).get(part) or {}).get(what) for row in rows], arm)
        for arm in ("before", "after")
    ]


def _anew(rows: Sequence[Mapping[str, Any]]) -> list[float]:
    return [float(one["t"]) for one, then in pairwise(rows) if one.get("segment") != then.get("segment")]


CHARTS: Charts[Compared] = Charts(
    [
        Chart("pairs", "After divided by before, pair by pair", _pairs),
        Chart("starts", "Each fresh start", _starts),
        Chart("distribution", "How long requests took", _distribution),
        Chart("percentiles", "The slow ones", _percentiles),
        Chart("difference", "Who gains", _difference),
        Chart("requests", "By kind of request", _requests),
        Chart("ratios", "Ratio by kind of request", _ratios),
        Chart("time", "While it was measured", _time),
        Chart("resources", "CPU and memory", _resources),
    ]
)
