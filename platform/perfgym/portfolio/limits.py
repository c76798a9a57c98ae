"""What a result does not say, from what is known of its run."""

from collections.abc import Iterator, Mapping
from typing import Any

from perfgym.charts.words import number
from perfgym.runs.models import Run

TAIL = 1_000  # pairs from which ten requests lie beyond 99 %
STRONG = "S3"


def of(run: Run, host: Mapping[str, Any]) -> list[str]:
    """Sentences, the weightiest first; `host` is what may be said of the machine."""
    result = run.result
    return [
        _machine(host),
        "One user at a time, who waits for each answer: how many it can serve at once was not measured.",
        *_mix(result),
        *_tail(result),
        *_left_out(result),
        *_added(result),
        *_isolation(result),
    ]


def _machine(host: Mapping[str, Any]) -> str:
    cores, cpu = host.get("cores"), host.get("cpu")
    named = ", ".join(part for part in (str(cpu or ""), f"{cores} cores" if cores else "") if part)
    which = f" ({named})" if named else ""
    return f"One machine{which}: on another one the milliseconds differ, and the ratio somewhat too."


def _mix(result: Mapping[str, Any]) -> Iterator[str]:
    rows = sorted(result.get("by_name") or (), key=lambda row: -row["pairs"])
    whole = sum(row["pairs"] for row in rows)
    if len(rows) > 1 and whole:
        most = ", ".join(f"{100 * row['pairs'] / whole:.0f} % {row['name']}" for row in rows[:3])
        rest = f" and {len(rows) - 3} more kinds" if len(rows) > 3 else ""
        yield f"One mix of requests: {most}{rest}. With another mix the whole gains more or less than this."
    elif rows:
        yield f"One kind of request: {rows[0]['name']}. Nothing is said of others."


def _tail(result: Mapping[str, Any]) -> Iterator[str]:
    pairs = int(result.get("pairs") or 0)
    if 0 < pairs < TAIL:
        beyond = max(1, round(pairs / 100))
        requests = "one request lies" if beyond == 1 else f"{beyond} requests lie"
        yield f"Only about {requests} beyond the 99 % figure of each version: take that figure as rough."


def _left_out(result: Mapping[str, Any]) -> Iterator[str]:
    dropped = int(result.get("dropped_slices") or 0)
    if dropped:
        whole = round(2 * float(result.get("measured_seconds") or 0))
        yield (
            f"{dropped} of {number(whole)} half seconds are left out, for both versions alike, because the machine was "
            "busy with other work."
        )


def _added(result: Mapping[str, Any]) -> Iterator[str]:
    if added := int(result.get("added_to") or 0):
        yield (
            f"This version was measured before: {added} of the {result['segments']} fresh starts are from then. "
            "Measuring again adds to what is there, so a luckier answer cannot be drawn."
        )


def _isolation(result: Mapping[str, Any]) -> Iterator[str]:
    level = result.get("level")
    if level and level != STRONG:
        yield (
            f"It ran with isolation {level} of {STRONG} ({result.get('driver')}): enough to measure one's own code, "
            "less guarded against code that means to cheat."
        )
