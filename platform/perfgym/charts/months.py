"""Counts by month, one row of bars below the other: what was done when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from perfgym.charts import svg, width
from perfgym.charts.check import some
from perfgym.charts.labels import NARROW, Tick, along, apart
from perfgym.charts.tables import Table

SHOWN = 24  # months; those before are in the table only
HEAD, PLOT, GAP, FOOT = 22.0, 46.0, 12.0, 26.0  # pixels above the bars, of the highest, below them, below the last
_WIDEST = 5.0  # per cent of the width that a bar may have
_LABEL = 15.0  # pixels above a bar for its figure


@dataclass(frozen=True)
class Counts:
    """A number each month. `of`: the larger numbers that these are a part of, drawn as outlines around the bars."""

    name: str
    values: Sequence[int]
    of: Sequence[int] | None = None

    def said(self, at: int) -> str:
        """ "3", or "3 of 4"; nothing for none."""
        whole = self.of[at] if self.of else self.values[at]
        return "" if not whole else f"{self.values[at]:,} of {whole:,}" if self.of else f"{whole:,}"

    def highest(self, at: int) -> int:
        return self.of[at] if self.of else self.values[at]


@dataclass(frozen=True)
class Months:
    """Consecutive months, by their first days, and what is counted in each."""

    title: str
    months: Sequence[date]
    counts: Sequence[Counts]


def span(first: date, last: date) -> list[date]:
    """The first days of the months from one to another."""
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in months]


def bars(what: Months) -> str:
    """The last SHOWN months as a picture. Raises TooFewSamples or BadSamples."""
    for counts in what.counts:
        some(counts.values, counts.name)
    shown = range(max(0, len(what.months) - SHOWN), len(what.months))
    parts: list[str] = []
    y = 0.0
    for counts in what.counts:
        parts.append(svg.text(counts.name, 0, y + 12, "chart-text-main", anchor="start"))
        parts += _row(counts, shown, y + HEAD + PLOT)
        y += HEAD + PLOT + GAP
    axis = y - GAP
    ticks = [Tick(_x(place, len(shown)), what.months[at].strftime("%b %Y")) for place, at in enumerate(shown)]
    ends = [ticks[0], ticks[-1], *ticks[1:-1]] if len(ticks) > 1 else ticks
    labelled = [tick for tick in apart(ends) if not tick.minor]
    return svg.chart(what.title, described(what), axis + FOOT, *parts, *along(labelled, axis), classes="chart-months")


def described(what: Months) -> str:
    """The sums, in a sentence."""
    first, last = (month.strftime("%B %Y") for month in (what.months[0], what.months[-1]))
    told = [f"{counts.name}: {sum(counts.values):,}{_of(counts)}" for counts in what.counts]
    return f"From {first} to {last}. {'; '.join(told)}."


def table(what: Months) -> Table:
    """Every month, the latest first."""
    head = ("month", *(counts.name.lower() for counts in what.counts))
    rows = [
        (month.strftime("%b %Y"), *(counts.said(at) or "0" for counts in what.counts))
        for at, month in enumerate(what.months)
    ]
    return Table(head, rows[::-1])


def _of(counts: Counts) -> str:
    return f" of {sum(counts.of):,}" if counts.of else ""


def _x(place: int, count: int) -> float:
    """The middle of a month, in per cent of the width."""
    return round(100 * (place + 0.5) / count, 2)


def _row(counts: Counts, shown: Sequence[int], bottom: float) -> list[str]:
    top = max((counts.highest(at) for at in shown), default=0) or 1
    wide = min(_WIDEST, 60 / len(shown))
    parts = [svg.horizontal(bottom, "chart-axis")]
    for place, at in enumerate(shown):
        x = _x(place, len(shown))
        scale = (PLOT - _LABEL) / top
        if counts.of and counts.of[at]:
            parts.append(_bar(x, wide, bottom, counts.of[at] * scale, "chart-bar-of"))
        if counts.values[at]:
            parts.append(_bar(x, wide, bottom, counts.values[at] * scale, "chart-bar"))
        parts += _figure(counts, at, x, bottom - counts.highest(at) * scale - 4, NARROW / len(shown))
    return parts


def _bar(x: float, wide: float, bottom: float, height: float, classes: str) -> str:
    return svg.element(
        "rect",
        classes,
        x=svg.percent(x - wide / 2),
        width=svg.percent(wide),
        y=round(bottom - height, 1),
        height=round(height, 1),
    )


def _figure(counts: Counts, at: int, x: float, y: float, room: float) -> list[str]:
    """What a bar stands for, where it has room; in a small place only where the screen is wide."""
    said = counts.said(at)
    if not said:
        return []
    short = said if width.of(said) <= room else f"{counts.values[at]:,}"
    fits = "" if width.of(short) <= room else "chart-minor"
    return [svg.text(short, x, y, f"chart-figure {fits}".strip())]
