"""Runs in one line of a table: how it ended in words, and its interval as a picture."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe

from perfgym.charts import sparkline, words
from perfgym.charts.strip import in_words
from perfgym.runs.models import Kind, Run

register = template.Library()
STAGES = ("prepare", "start", "warm-up", "measure", "profile", "plans", "checks", "stop")
REASONS = {
    "cancelled": "cancelled",
    "platform": "broken off, our fault",
    "worker_lost": "broken off: the measuring machine went away",
    "too_noisy": "not judged: the machine was too busy",
    "app_start": "not run: your version did not start",
    "app_exited": "broken off: your version ended on its own",
    "readiness_timeout": "not run: your version did not answer",
    "limit": "broken off: it used more than it may",
}


@register.filter
def outcome(run: Run) -> str:
    """What came out, or how far it is."""
    if not run.is_final:
        return str(run.get_state_display())
    if run.reason:
        return REASONS.get(run.reason, f"not judged: {run.reason_words}")
    if run.kind == Kind.COMPARE:
        return run.sentence
    if not run.result.get("count"):
        return "no request was answered"
    return (
        f"{words.number(run.result['rps'])} requests a second, median {words.figure(run.result['p50'], 'ms')}, "
        f"95 % {words.figure(run.result['p95'], 'ms')}, {run.result['fails']:,} failed"
    )


@register.filter
def headline(run: Run) -> str:
    """The one figure of a run that ended well: "1.9x faster", or "31.1 / s"."""
    if run.kind == Kind.COMPARE:
        return in_words(run.result["ratio"])
    return f"{words.number(run.result['rps'])} / s"


@register.filter
def spark(run: Run) -> SafeString:
    """The interval of a judged comparison against "as before"; nothing for other runs. The words are beside it."""
    ratio, interval = run.result.get("ratio"), run.result.get("interval")
    if not ratio or not interval:
        return SafeString("")
    low, high = interval
    return mark_safe(sparkline([], low, high, ratio))  # noqa: S308  # drawn by us from numbers


@register.filter
def figure(value: float | None, unit: str) -> str:
    """A number with its unit, at most three significant digits: {{ row.p50|figure:"ms" }}. A dash for none."""
    return words.figure(value, unit) if isinstance(value, int | float) else "-"


@register.filter
def counted(value: object) -> str:
    """A whole number with its thousands grouped: "100,080". A dash for none."""
    return f"{value:,}" if isinstance(value, int) else "-"


@register.filter
def stages(seconds: Mapping[str, float]) -> str:
    """How long each stage took, in the order in which they happen: "start 2.7 s, measure 12.5 s"."""
    known = [name for name in STAGES if name in seconds]
    return ", ".join(
        f"{name} {words.figure(seconds[name], 's')}" for name in [*known, *sorted(set(seconds) - set(known))]
    )
