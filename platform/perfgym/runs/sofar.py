"""What can be said and drawn of a run that goes on, in one look: for its page where no script follows the events.

The words are those of the front end's board.js; the figures come from the live events, or from the row where there
are none.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfgym.charts import Line, Panel, Panels, Table, pair_strip, stacked, words
from perfgym.charts.strip import in_words
from perfgym.runs import live
from perfgym.runs.models import Run

NAMES = 5
KINDS = 4
LATE = "takes longer than the last ones"
MINUTES = 99  # seconds, from which on minutes are told

Event = Mapping[str, Any]


@dataclass(frozen=True)
class SoFar:
    """Texts for a template; `chart` is SVG of our own making."""

    state: str
    words: str
    detail: str = ""
    figure: str = ""
    counts: str = ""
    share: float = 0.0
    left: str = ""
    kind: str = ""
    chart: str = ""
    table: Table | None = None
    errors: Sequence[tuple[int, str]] = ()


def of(run: Run) -> SoFar:
    row = run.state_now()
    begun = SoFar(state=row["stage"], words=_capital(row["waiting"] or row["message"] or row["stage"]))
    if row["waiting"]:
        return replace(begun, detail=_capital(row["message"]))
    begun = replace(begun, left=_left(row["left_seconds"]))
    events = live.kept(str(run.pk))
    seconds, progress = _attempt([data for kind, data in events if kind == "second"]), _last(events, "progress")
    if seconds:
        return _loaded(begun, seconds, [data for kind, data in events if kind == "errors"])
    if progress:
        return _compared(begun, progress, [data for kind, data in events if kind == "progress"])
    stage = _last(events, "state")
    return replace(begun, words=_capital(stage["message"])) if stage and stage.get("message") else begun


def _attempt(rows: Sequence[Event]) -> list[Event]:
    """The seconds of the last attempt, each once: another attempt begins where time goes back."""
    found: list[Event] = []
    for row in rows:
        if found and row["t"] < found[-1]["t"]:
            found = []
        if not found or row["t"] > found[-1]["t"]:
            found.append(row)
    return found


def _last(events: Sequence[tuple[str, Event]], wanted: str) -> Event | None:
    return next((data for kind, data in reversed(events) if kind == wanted), None)


def _loaded(begun: SoFar, seconds: Sequence[Event], errors: Sequence[Event]) -> SoFar:
    row = seconds[-1]
    of, t = max(1, row["of"]), row["t"]
    named = (("median", "p50"), ("95 %", "p95"))
    latency = [f"{name} {words.figure(row[key], 'ms')}" for name, key in named if row[key] is not None]
    rows = [
        (name, f"{count:,}", f"{fails:,}", *(words.figure(value or 0, "ms") for value in (p50, p95)))
        for name, count, fails, p50, p95 in row.get("by_name", [])[:NAMES]
    ]
    return replace(
        begun,
        kind="explore",
        words=f"Your load test, second {t} of {of}",
        figure=f"{words.number(row['rps'])} / s",
        detail=" · ".join([f"{row['users']:,} users", *latency, f"{words.number(row['fails'])} failed a second"]),
        share=min(1.0, t / of),
        left=_left(of - t) if of > t else "finishing",
        chart=_seconds_drawn(seconds),
        table=Table(("request", "count", "failed", "median", "95 %"), rows),
        errors=_most(errors),
    )


def _most(told: Sequence[Event]) -> list[tuple[int, str]]:
    counts: dict[str, int] = {}
    for where, said, count in (row for event in told for row in event["rows"]):
        counts[f"{where}: {said}"] = counts.get(f"{where}: {said}", 0) + count
    return sorted(((count, what) for what, count in counts.items()), key=lambda row: -row[0])[:KINDS]


def _seconds_drawn(seconds: Sequence[Event]) -> str:
    """As on the page of the run that is over: report/loadcharts.py."""
    times = [float(row["t"]) for row in seconds]

    def line(name: str, key: str, look: str = "main") -> Line:
        return Line(name, times, [row[key] for row in seconds], look)

    panels = [
        Panel("Throughput", "requests / s", [line("Throughput", "rps")], height=64),
        Panel("Latency", "ms", [line("median", "p50"), line("95 %", "p95", "second")], height=96),
    ]
    return stacked(Panels("Throughput and latency by second so far", panels, times[-1]))


def _compared(begun: SoFar, row: Event, rows: Sequence[Event]) -> SoFar:
    pairs = (("median", "median_before", "median_after"), ("CPU a request", "cpu_before", "cpu_after"))
    figures = [(name, *(words.figure(row[key], "ms") for key in keys)) for name, *keys in pairs]
    dots = [ratio for each in rows for (ratio,) in each["dots"] if ratio > 0]
    known = row["ratio"] is not None
    return replace(
        begun,
        kind="compare",
        words=f"Measuring, segment {row['segment']} of at most {row['of']}",
        figure=in_words(row["ratio"]) if known else "",
        detail=f"so far between {in_words(row['low'])} and {in_words(row['high'])}" if known else "",
        counts=f"{words.number(row['seconds'])} of {row['seconds_of']:g} s · {row['pairs']:,} pairs · 0 wrong answers",
        share=min(1.0, row["seconds"] / row["seconds_of"]),
        chart=pair_strip(dots, row["low"], row["high"], row["ratio"]) if known else "",
        table=Table(("", "before", "after"), figures),
    )


def _left(seconds: float | None) -> str:
    """How long it still takes: "about 40 s left"."""
    if seconds is None:
        return ""
    if seconds <= 0:
        return LATE
    return f"about {math.ceil(seconds)} s left" if seconds < MINUTES else f"about {round(seconds / 60)} min left"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
