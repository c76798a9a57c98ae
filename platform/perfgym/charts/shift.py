"""The difference of two distributions at each percentile, over the axis of tail.py: does the gain reach the slow ones?

After less before at the same percentile: the shift function of Doksum (1974). No line where one has too few requests.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from perfgym.charts import svg, tail
from perfgym.charts.axis import FINEST
from perfgym.charts.check import some
from perfgym.charts.labels import Tick, along, apart
from perfgym.charts.scale import nice_ticks
from perfgym.charts.tables import Table
from perfgym.charts.words import figure, number, unit_for

HEIGHT = 214
_TOP, _BOTTOM = 32.0, 184.0
_PLOT = _BOTTOM - _TOP


@dataclass(frozen=True)
class Shift:
    """Latencies of both, in ms; how the two are called."""

    before_ms: Sequence[float]
    after_ms: Sequence[float]
    before: str = "before"
    after: str = "after"

    @property
    def enough(self) -> bool:
        return min(len(self.before_ms), len(self.after_ms)) >= 2


@dataclass(frozen=True)
class _Span:
    """Differences from `low` to `high` in ms, zero among them."""

    low: float
    high: float

    def y(self, value: float) -> float:
        return _BOTTOM - _PLOT * (value - self.low) / (self.high - self.low)


def shift(title: str, of: Shift) -> str:
    """The picture. Raises TooFewSamples or BadSamples; each needs two requests."""
    some(of.before_ms, f"latencies of {of.before}")
    some(of.after_ms, f"latencies of {of.after}")
    line = points(of)
    span = _span([ms for _, ms in line])
    end = max(tail.place(line[-1][0] if line else 0.9), tail.place(0.9))
    places = [(tail.x(share, end), 100 * (span.y(ms) - _TOP) / _PLOT) for share, ms in line]
    return svg.chart(
        title,
        _described(of),
        HEIGHT,
        *_grid(of, span, end),
        *([svg.curve(places, _PLOT, _TOP, "chart-after")] if places else []),
        classes="chart-left chart-right",
    )


def points(of: Shift) -> list[tuple[float, float]]:
    """(share, after less before in ms) as far as both counts support it."""
    before, after = sorted(of.before_ms), sorted(of.after_ms)
    shares = [share for share, _ in tail.points(before if len(before) <= len(after) else after)]
    found = [(share, tail.value_at(before, share), tail.value_at(after, share)) for share in shares]
    return [(share, second - first) for share, first, second in found if first is not None and second is not None]


def table(of: Shift) -> Table:
    """Both, their difference and their ratio at the percentiles that have names."""
    rows: list[tuple[str, ...]] = []
    for share, first, second in _named(of):
        ratio = f"{second / first:#.3g}" if first else "-"
        rows.append((tail.name(share), figure(first, "ms"), figure(second, "ms"), signed(second - first), ratio))
    return Table(("answered within", of.before, of.after, "difference", f"{of.after} / {of.before}"), rows)


def data(of: Shift) -> list[tuple[str | float | int | None, ...]]:
    """For a spreadsheet: what the line goes through."""
    before, after = sorted(of.before_ms), sorted(of.after_ms)
    head = ("percentile", f"{of.before}_ms", f"{of.after}_ms", "difference_ms")
    shares = [share for share, _ in points(of)]
    pairs = [(share, tail.value_at(before, share), tail.value_at(after, share)) for share in shares]
    return [head, *((100 * s, b, a, a - b) for s, b, a in pairs if a is not None and b is not None)]


def signed(ms: float) -> str:
    """With its sign: "+1.2 s"."""
    return f"{'−' if ms < 0 else '+' if ms > 0 else ''}{figure(abs(ms), 'ms')}"  # noqa: RUF001 - a minus sign


def _named(of: Shift) -> list[tuple[float, float, float]]:
    before, after = sorted(of.before_ms), sorted(of.after_ms)
    found = [(share, tail.value_at(before, share), tail.value_at(after, share)) for share in tail.SHARES]
    return [(share, first, second) for share, first, second in found if first is not None and second is not None]


def _described(of: Shift) -> str:
    told = [f"at {tail.name(share)} {signed(second - first)}" for share, first, second in _named(of)]
    return f"{of.after.capitalize()} less {of.before}: {', '.join(told) or 'too few requests'}."


def _span(values: Sequence[float]) -> _Span:
    low, high = min([0.0, *values]), max([0.0, *values])
    if high - low < FINEST:
        return _Span(-1.0, 1.0)
    air = 0.08 * (high - low)
    return _Span(low - air if low < 0 else low - air / 2, high + air if high > 0 else high + air / 2)


def _grid(of: Shift, span: _Span, end: float) -> list[str]:
    unit, scale = unit_for(max(abs(span.low), abs(span.high)), "ms")
    parts = [
        svg.text(
            f"{of.after.capitalize()} less {of.before}, {unit}",
            0,
            _TOP - 15,
            "chart-text-main",
            anchor="start",
            dx=-svg.LEFT,
        )
    ]
    for value in _values(span):
        y = span.y(value)
        sign = "−" if value < 0 else "+" if value > 0 else ""  # noqa: RUF001 - a minus sign
        parts.append(svg.horizontal(y, "chart-grid" if value else "chart-before"))
        parts.append(svg.text(f"{sign}{number(abs(value) * scale)}", 0, y + 4, "chart-figure", anchor="end", dx=-8))
    parts.append(svg.text("no difference", 100, span.y(0.0) + 4, "chart-text-before", anchor="start", dx=8))
    inside = [share for share in (0.5, 0.9, 0.99, 0.999, 0.9999, 0.75, 0.95) if tail.place(share) <= end + 1e-9]
    ticks = apart([Tick(tail.x(share, end), tail.name(share)) for share in inside], left=svg.LEFT, right=svg.RIGHT)
    return [*parts, *along(ticks, _BOTTOM, margins=True)]


def _values(span: _Span) -> list[float]:
    step = nice_ticks(max(abs(span.low), abs(span.high)), 3)
    far = step[1] if len(step) > 1 else step[0]
    count = int(max(abs(span.low), abs(span.high)) / far) + 1 if far else 0
    every = [far * k for k in range(-count, count + 1)]
    return [value for value in every if span.low <= value <= span.high]
