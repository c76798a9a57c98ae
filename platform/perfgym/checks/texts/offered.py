"""What a run offers to be referred to: each number by its name, with its words as a page shows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from perfgym.charts.words import change, factor, factors, figure, number
from perfgym.checks.evidence import Compared, LoadTest
from perfgym.measure.rule import Verdict


@dataclass(frozen=True)
class Offered:
    """`words` have unit and sensible digits; `group` is the heading that it is listed under."""

    name: str
    label: str
    words: str
    group: str

    @property
    def written(self) -> str:
        """As it stands in a text."""
        return f"{{{{{self.name}}}}}"


class Figure(NamedTuple):
    """A figure that both versions have: its name in references, in the result, in words, and its unit."""

    name: str
    key: str
    label: str
    unit: str


RESULT, CLOCK, BESIDE, REQUESTS, METHOD = (
    "The result",
    "Latency and CPU",
    "Beside the clock, a request",
    "By kind of request",
    "How it was measured",
)
LATENCY = (
    Figure("p50", "p50", "median", "ms"),
    Figure("p95", "p95", "95 % of requests within", "ms"),
    Figure("p99", "p99", "99 % of requests within", "ms"),
    Figure("cpu", "cpu_ms", "CPU a request", "ms"),
)
COUNTED = (
    Figure("queries", "queries", "queries", ""),
    Figure("rows", "rows", "rows", ""),
    Figure("buffers", "buffers", "buffers (8 kB) read or found", ""),
    Figure("temporary", "temp_blocks", "temporary blocks (8 kB)", ""),
    Figure("wal", "wal_bytes", "write-ahead log", "bytes"),
    Figure("commits", "commits", "commits", ""),
    Figure("connections", "connections", "connections opened", ""),
    Figure("database", "database_ms", "execution in the database", "ms"),
    Figure("indexes", "index_bytes", "indexes and copies of rows, in all", "bytes"),
    Figure("wire", "wire_bytes", "received over the wire", "bytes"),
    Figure("memory", "memory_bytes", "memory at the end, in all", "bytes"),
)
MEASURED = (
    ("pairs", "pairs", "pairs of requests"),
    ("answers", "answers_checked", "answers compared"),
    ("wrong", "answers_wrong", "wrong answers"),
    ("starts", "segments", "fresh starts of both versions"),
    ("points", "points", "points of 100"),
)


def of(run: Compared | LoadTest) -> Mapping[str, Offered]:
    """By name, in the order of a list to choose from."""
    found = _of_comparison(run) if isinstance(run, Compared) else _of_load_test(run)
    return {one.name: one for one in found}


def _of_comparison(run: Compared) -> Iterator[Offered]:
    yield from _gain(run)
    for one in LATENCY:
        if one.key in run.before and one.key in run.after:
            yield from _both(one, run.before[one.key], run.after[one.key], CLOCK)
    yield from _beside(run)
    for name, (before, after) in run.names.items():
        yield from _both(Figure(f"p50 of {name}", "", f"median of {name}", "ms"), before, after, REQUESTS)
    yield from _measured(run)


def _gain(run: Compared) -> Iterator[Offered]:
    """The verdict; how many times only where it is certain which way."""
    yield Offered("result", "the whole sentence", run.sentence, RESULT)
    if run.verdict == Verdict.FASTER:
        yield from _times("gain", "faster", 1 / run.ratio, 1 / run.high, 1 / run.low)
        yield Offered("less", "less time", f"{number(100 * (1 - run.ratio))} %", RESULT)
    elif run.verdict == Verdict.SLOWER:
        yield from _times("loss", "slower", run.ratio, run.low, run.high)
        yield Offered("more", "more time", f"{number(100 * (run.ratio - 1))} %", RESULT)


def _times(name: str, way: str, middle: float, least: float, most: float) -> Iterator[Offered]:
    said = factors(middle, least, most)
    yield Offered(name, f"how many times {way}", said[0], RESULT)
    yield Offered(f"{name}.low", f"at least so many times {way}", said[1], RESULT)
    yield Offered(f"{name}.high", f"at most so many times {way}", said[2], RESULT)


def _both(one: Figure, before: float, after: float, group: str) -> Iterator[Offered]:
    """Before, after, both, and the change in the way in which it went."""
    yield Offered(f"before.{one.name}", f"{one.label}, before", figure(before, one.unit), group)
    yield Offered(f"after.{one.name}", f"{one.label}, after", figure(after, one.unit), group)
    yield Offered(f"change.{one.name}", f"{one.label}, before → after", change(before, after, one.unit), group)
    if before <= 0 or after <= 0 or before == after:
        return
    way = "less" if after < before else "more"
    share = f"{number(100 * abs(1 - after / before))} %"
    yield Offered(f"{way}.{one.name}", f"{one.label}: how much {way}", share, group)
    times = factor(max(before / after, after / before))
    if after < before:
        yield Offered(f"times.{one.name}", f"{one.label}: how many times less", times, group)


def _beside(run: Compared) -> Iterator[Offered]:
    side = run.result.get("side") or {}
    was, now = side.get("before") or {}, side.get("after") or {}
    if "queries" in run.before and "queries" in run.after:
        was, now = {"queries": run.before["queries"], **was}, {"queries": run.after["queries"], **now}
    for one in COUNTED:
        before, after = was.get(one.key), now.get(one.key)
        if before is not None and after is not None and (before or after):
            yield from _both(one, float(before), float(after), BESIDE)


def _measured(run: Compared) -> Iterator[Offered]:
    for name, key, label in MEASURED:
        if isinstance(found := run.result.get(key), int):
            yield Offered(name, label, f"{found:,}", METHOD)
    if seconds := run.result.get("measured_seconds"):
        yield Offered("seconds", "time of measuring", figure(float(seconds), "s"), METHOD)


def _of_load_test(run: LoadTest) -> Iterator[Offered]:
    for one in LATENCY:
        if one.key in run.figures:
            yield Offered(one.name, one.label, figure(run.figures[one.key], one.unit), CLOCK)
    if "rps" in run.figures:
        yield Offered("rps", "throughput", f"{number(run.figures['rps'])} requests a second", CLOCK)
    yield Offered("users", "users", f"{run.users:,}", METHOD)
    yield Offered("seconds", "length", figure(run.seconds, "s"), METHOD)
    yield Offered("requests", "requests", f"{run.count:,}", METHOD)
    yield Offered("failed", "failed requests", f"{run.fails:,}", METHOD)
