"""The charts of a load test's page, by the names that their addresses have."""

from collections.abc import Sequence
from typing import Any

from perfgym.charts import Chart, Charts, Limit, Line, Panel, Panels, Shown, byname, distribution, panels, tail
from perfgym.charts.distribution import Curve
from perfgym.charts.words import figure, number
from perfgym.checks.resources import BUSY, LATE_MS
from perfgym.runs.report.load import PARTS, Load

LOOKS = {"app": "main", "database": "second", "generator": "third"}
KINDS = 5  # of errors in the picture, the most frequent
SUPPORTED = {"50 %": 2, "95 %": 20, "99 %": 100}  # requests that a percentile needs: one lies beyond it


def stacked(what: Panels, caption: str) -> Shown:
    """Panels over time with everything that belongs to them."""
    return Shown(caption, lambda: panels.stacked(what), lambda: panels.table(what), lambda: panels.data(what))


def _seconds(load: Load) -> Shown | None:
    if not load.seconds:
        return None
    shown = [
        Panel("Throughput", "requests / s", [_line(load, "Throughput", "rps")], height=64),
        Panel("Latency", "ms", latency_lines(load), height=128),
    ]
    if any(one.get("fails") for one in load.seconds):
        shown.append(Panel("Failed", "requests / s", [_line(load, "Failed", "fails", "bad")], height=40))
    shown.append(Panel("Users", "", [_line(load, "Users", "users", "second")], height=40))
    return stacked(
        Panels("Throughput, latency and users by second", shown, load.end),
        "Each second by itself: requests answered, their median and slow ones, and how many users there were.",
    )


def latency_lines(load: Load) -> list[Line]:
    """Median, 95 and 99 % by second; a second without a request has none."""
    named = (("median", "p50", "main"), ("95 %", "p95", "second"), ("99 %", "p99", "third"))
    return [
        Line(name, load.times, [_number(one, key) if one.get("rps") else None for one in load.seconds], look)
        for name, key, look in named
        if any(key in one for one in load.seconds)
    ]


def _line(load: Load, name: str, key: str, look: str = "main") -> Line:
    return Line(name, load.times, [_number(one, key) for one in load.seconds], look)


def _number(second: Any, key: str) -> float | None:
    value = second.get(key)
    return float(value) if isinstance(value, int | float) else None


def _distribution(load: Load) -> Shown | None:
    curves = curves_of(load)
    if not curves:
        return None
    caption = "Share of requests answered within a time."
    if len(curves) > 1:
        caption += " Requests that failed are a line of their own: an error can be fast."
    return Shown(
        caption,
        lambda: distribution.distribution("Share of requests answered within a time", curves),
        lambda: distribution.table(curves),
        lambda: distribution.data(curves),
    )


def _percentiles(load: Load) -> Shown | None:
    curves = curves_of(load)
    if not curves or max(len(one.ms) for one in curves) < 2:
        return None
    return Shown(
        "The same requests from the middle one to the slowest. The axis is stretched: each 9 more is as far again. "
        "The line ends where no request lies beyond, and is dotted where fewer than ten do.",
        lambda: tail.tail("Latency by percentile", curves),
        lambda: tail.table(curves),
        lambda: tail.rows(curves),
    )


def curves_of(load: Load) -> list[Curve]:
    """Of the good requests and of those that failed, where there are any."""
    both = [Curve("main", "good", load.good_ms.tolist()), Curve("bad", "failed", load.failed_ms.tolist())]
    return [one for one in both if one.ms]


def _requests(load: Load) -> Shown | None:
    rows = [byname.Named(row["name"], [marks_of(row)]) for row in load.result.get("by_name", []) if row["count"]]
    if not rows:
        return None
    return Shown(
        "From the median to 99 % of each kind of request, the most frequent first. A percentile with no request beyond "
        "it is left out.",
        lambda: byname.by_name("Latency by kind of request", rows),
        lambda: byname.table(rows),
        lambda: byname.data(rows),
    )


def marks_of(row: Any, arm: str = "main", called: str = "") -> byname.Marks:
    """The percentiles of a stored row that its count supports."""
    keys = {"50 %": "p50", "95 %": "p95", "99 %": "p99"}
    known = {name: row[key] if row["count"] >= SUPPORTED[name] else None for name, key in keys.items()}
    return byname.Marks(arm, int(row["count"]), known, called)


def _resources(load: Load) -> Shown | None:
    cpu = [_used(load, part, "cpu") for part in PARTS]
    memory = [_used(load, part, "memory") for part in PARTS]
    if not any(one.known for one in [*cpu, *memory]):
        return None
    shown = [
        Panel("CPU", "cores", [one for one in cpu if one.known], _cpu_limits(load), height=90),
        Panel("Memory", "bytes", [one for one in memory if one.known], _memory_limits(load), height=90),
    ]
    return stacked(
        Panels("CPU and memory by second", shown, load.end),
        f"CPU seconds used a second, and memory. {_shared(load)}{_limits_told(load)}",
    )


def _took_part(load: Load, part: str) -> bool:
    """An app without a database has a limit for one, and no such part."""
    return bool(_used(load, part, "memory").known)


def _shared(load: Load) -> str:
    if _took_part(load, "database"):
        return "App and database share their cores; the generator has its own."
    return "App and generator have cores of their own."


def _used(load: Load, part: str, what: str) -> Line:
    return Line(part, load.times, load.used(part, what), LOOKS[part])


def _cpu_limits(load: Load) -> list[Limit]:
    cores = load.cores.get("app", 0)
    return [Limit(f"{cores} core{'s' if cores > 1 else ''}", float(cores))] if cores else []


def _memory_limits(load: Load) -> list[Limit]:
    """One line for parts that may use the same."""
    sizes: dict[int, list[str]] = {}
    for part, short in (("app", "app"), ("database", "db")):
        if part in load.memory and _took_part(load, part):
            sizes.setdefault(load.memory[part], []).append(short)
    return [Limit("limit" if len(parts) > 1 else f"{parts[0]} limit", float(size)) for size, parts in sizes.items()]


def _limits_told(load: Load) -> str:
    told = [
        f"{figure(load.memory[part], 'bytes')} for the {part}"
        for part in PARTS
        if part in load.memory and _took_part(load, part)
    ]
    return f" The most they may use: {', '.join(told)}." if told else ""


def _generator(load: Load) -> Shown | None:
    if not any("lag" in one for one in load.seconds):
        return None
    shown = [
        Panel("Late by", "ms", [_line(load, "Late by", "lag")],
              [Limit(f"{LATE_MS:.0f} ms", LATE_MS)], 56),
        Panel("CPU of the busiest process", "cores", [_line(load, "CPU of the busiest process", "cpu")],
              [Limit(f"{number(BUSY)} cores", BUSY)], 56),
    ]  # fmt: skip
    return stacked(
        Panels("The load generator by second", shown, load.end),
        "How late its timers were (95 % of a second's), and its CPU. Beyond the lines it may be the limit itself.",
    )


def _errors(load: Load) -> Shown | None:
    kinds: Sequence[Sequence[str]] = load.result.get("error_kinds") or []
    counts: dict[int, dict[float, float]] = {}
    for one in load.seconds:
        for kind, count in one.get("errors") or []:
            at = counts.setdefault(int(kind), {})
            at[float(one["t"])] = at.get(float(one["t"]), 0.0) + count
    most = [kind for kind in sorted(counts, key=lambda kind: -sum(counts[kind].values())) if kind < len(kinds)][:KINDS]
    if not most:
        return None
    shown = [
        Panel(f"{kinds[kind][0]}: {kinds[kind][1]}"[:120], "", [_counted(load, counts[kind], kinds[kind])], height=34)
        for kind in most
    ]
    return stacked(
        Panels("Errors by kind and second", shown, load.end),
        "How many of each kind there were in each second, the most frequent kinds first.",
    )


def _counted(load: Load, at: dict[float, float], kind: Sequence[str]) -> Line:
    name = f"{kind[0]}: {kind[1]}"[:120]
    return Line(name, load.times, [at.get(time, 0.0) for time in load.times], "bad")


CHARTS: Charts[Load] = Charts(
    [
        Chart("seconds", "By second", _seconds),
        Chart("distribution", "How long requests took", _distribution),
        Chart("percentiles", "The slow ones", _percentiles),
        Chart("requests", "By kind of request", _requests),
        Chart("errors", "Errors", _errors),
        Chart("resources", "CPU and memory", _resources),
        Chart("generator", "The load generator", _generator),
    ]
)
