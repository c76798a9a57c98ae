"""What a load test says, in sentences: what came out, what held it back, and what it does not say."""

import re
from collections.abc import Sequence
from statistics import median
from typing import Any

from perfgym.charts.words import figure, number
from perfgym.runs.report.load import Load, Second

FULL = 0.9  # of the cores, or of the memory limit, from where on it is called the limit
GROWN = 1.5  # times the first half's median latency, from where on it is told
FAILED = 0.01  # share of requests
RAMP = 3  # seconds with all users that are enough to leave the others out
MEMORY_PARTS = ("app", "database")

LIMITS = (
    "These numbers are of your own locustfile, once, on a machine that is not always equally fast: two load tests of "
    "the same code, one after the other, may well differ by ten per cent or more. To know whether a change helped, "
    "measure it against the original."
)


def sentence(load: Load) -> str:
    """What came out: "412 requests a second; half were answered within 42 ms, 95 % within 110 ms"."""
    result = load.result
    if not result.get("count"):
        return "No request was answered"
    rate = f"{number(result['rps'])} requests a second"
    if result["fails"] == result["count"]:
        return f"{rate}, and every one of them failed"
    told = [f"half were answered within {figure(result['p50'], 'ms')}"]
    if result["count"] >= 20:
        told.append(f"95 % within {figure(result['p95'], 'ms')}")
    failed = f"; {_share(result['fails'] / result['count'])} failed" if result["fails"] else ""
    return _held_together(f"{rate}; {', '.join(told)}{failed}")


def _held_together(text: str) -> str:
    """A number and its unit stay on one line."""
    return re.sub(r"(?<=\d) (?=%|ms\b|s\b)", "\N{NO-BREAK SPACE}", text)


def held_back(load: Load) -> list[str]:
    """What the readings say about where the limit was. Nothing where there are none."""
    if load.result.get("count") and load.result["fails"] == load.result["count"]:
        return ["Look at the errors first: of a version that answers nothing, the other figures say nothing."]
    steady = _steady(load)
    return [
        text for text in (_cpu(load, steady), *_memory(load, steady), _grown(load, steady), _fast_errors(load)) if text
    ]


def _steady(load: Load) -> Sequence[Second]:
    """The seconds with all users; all of them where these are too few."""
    most = max((one.get("users", 0) for one in load.seconds), default=0)
    full = [one for one in load.seconds if one.get("users", 0) >= most]
    return full if len(full) >= RAMP else load.seconds


def _cpu(load: Load, steady: Sequence[Second]) -> str:
    cores = load.cores.get("app", 0)
    used = {part: _middle(steady, part, "cpu") for part in MEMORY_PARTS}
    known = {part: value for part, value in used.items() if value is not None}
    if not known or not cores or (load.result.get("generator") or {}).get("limited"):
        return ""
    total = sum(known.values())
    of = f"{number(total, 2)} of {cores} core{'s' if cores > 1 else ''}"
    who = "The application and its database" if "database" in known else "The application"
    if total < FULL * cores and _taken(steady):
        return (
            f"CPU was the limit, but not by this test alone: {_small(who)} used {of} in the middle second, and other "
            "work on this machine took the rest. Run it again when the machine is quiet."
        )
    if total < FULL * cores:
        return f"CPU was not the limit: {_small(who)} used {of} in the middle second. {_not_cpu(load)}"
    most = max(known, key=lambda part: known[part])
    what = {"app": "the application's own code", "database": "the database"}[most]
    part = f", {number(known[most], 2)} of it {what}" if len(known) > 1 else ""
    return f"CPU was the limit: {_small(who)} used {of} in the middle second{part}. More users would mostly wait."


def _taken(steady: Sequence[Second]) -> bool:
    """Whether the app's cores were busy all the time, whoever used them."""
    known = [float(one["full"]) for one in steady if isinstance(one.get("full"), int | float)]
    return bool(known) and median(known) >= FULL


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def _not_cpu(load: Load) -> str:
    arrived = load.result.get("arrivals")
    if arrived and not arrived.get("sentence"):
        return "It kept up with the arrivals that you asked for; a higher rate would show where it ends."
    return (
        "Either these users ask for less than it can give, which more users would show; or requests wait for something "
        "that uses no CPU here: a lock, a pool that is empty, the disk, another service."
    )


def _memory(load: Load, steady: Sequence[Second]) -> list[str]:
    found = []
    for part in MEMORY_PARTS:
        values = [value for one in steady if (value := _reading(one, part, "memory")) is not None]
        limit = load.memory.get(part)
        if values and limit and max(values) >= FULL * limit:
            found.append(
                f"Memory of the {part} came to {figure(max(values), 'bytes')} of {figure(limit, 'bytes')}: a little "
                "more and it would have been ended."
            )
    return found


def _grown(load: Load, steady: Sequence[Second]) -> str:
    """Latency that rises while the load does not: a queue, a leak, a table that grows."""
    values = [float(one["p50"]) for one in steady if one.get("rps") and isinstance(one.get("p50"), int | float)]
    if len(values) < 8:
        return ""
    first, second = median(values[: len(values) // 2]), median(values[len(values) // 2 :])
    if not first or second < GROWN * first:
        return ""
    return (
        f"It became slower while it ran, with as many users: the median went from {figure(first, 'ms')} in the "
        f"first half to {figure(second, 'ms')} in the second."
    )


def _fast_errors(load: Load) -> str:
    result = load.result
    if not result.get("count") or result["fails"] < FAILED * result["count"] or not len(load.good_ms):
        return ""
    middle = float(load.good_ms[(len(load.good_ms) - 1) // 2])
    return (
        f"{_share(result['fails'] / result['count'])} of the requests failed, and their times are part of these "
        f"figures: the good ones alone have a median of {figure(middle, 'ms')}."
    )


def _middle(seconds: Sequence[Second], part: str, what: str) -> float | None:
    values = [value for one in seconds if (value := _reading(one, part, what)) is not None]
    return median(values) if values else None


def _reading(second: Second, part: str, what: str) -> float | None:
    value: Any = ((second.get("resources") or {}).get(part) or {}).get(what)
    return float(value) if isinstance(value, int | float) else None


def _share(part: float) -> str:
    return f"{number(100 * part, 2)} %" if part >= 0.0001 else "less than 0.01 %"
