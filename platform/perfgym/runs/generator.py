"""Whether the load generator, rather than the application, was the limit of a learner's load test.

A starved generator shows little CPU, so what counts first is how late its timers are: by the overshoot of a 10 ms
sleep. The figures of every process are in the runner's line of each second; the busiest and the latest one count.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from perfgym.checks.resources import BUSY, LATE_MS, LATE_SHARE, SECONDS

PROCESS_USERS = 20  # closed-loop users that one process drives well
PROCESS_RATE = 600.0  # requests a second
ACHIEVED = 0.98  # of the intended arrivals

Line = Mapping[str, Any]


def arrivals(seconds: Sequence[Line], summary: Line) -> dict[str, Any] | None:
    """Paced arrivals that should have begun and that did, with a sentence where fewer than 98 % did; None without."""
    last = summary or (seconds[-1] if seconds else {})
    due, begun = _number(last, "due"), _number(last, "begun")
    duration = _number(last, "paced")
    if due < 1 or duration <= 0:
        return None
    share = begun / due
    return {
        "intended": int(due),
        "begun": int(begun),
        "intended_per_second": round(due / duration, 2),
        "begun_per_second": round(begun / duration, 2),
        "share": round(share, 4),
        "sentence": _missed(due, begun, _users(seconds)) if share < ACHIEVED and due - begun > 1 else "",
    }


def judge(seconds: Sequence[Line], summary: Line, arrived: Mapping[str, Any] | None) -> dict[str, Any]:
    """`limited`, a sentence that says why and what to do, and the figures behind it.

    The sentence is empty for a load that the generator drives well. More closed-loop users than that are held to half
    the lateness, and where even that shows nothing the sentence says so and `limited` is false.
    """
    processes = max(1, int(_number(summary, "processes")))
    crowded = not arrived and _users(seconds) > PROCESS_USERS * processes
    late = [one for one in seconds if _number(one, "lag") > _allowed(one) / (2 if crowded else 1)]
    busy = [one for one in seconds if _number(one, "cpu") > BUSY]
    limited = sum(one in late or one in busy for one in seconds) > SECONDS * len(seconds)
    if limited:
        sentence = _limit(seconds, late, busy, processes, crowded)
    else:
        sentence = _crowd(seconds, processes) if crowded else ""
    return {
        "limited": limited,
        "sentence": sentence,
        "processes": processes,
        "cpu": _most(seconds, "cpu"),
        "lag_ms": _most(seconds, "lag"),
    }


def _allowed(second: Line) -> float:
    """Lateness in ms that leaves a second's latencies true enough."""
    return max(LATE_MS, LATE_SHARE * _number(second, "p50"))


def _crowd(seconds: Sequence[Line], processes: int) -> str:
    return (
        f"{_users(seconds):.0f} closed-loop users ran on {_named(processes)}, which measures "
        f"{PROCESS_USERS * processes} well; beyond that the generator can be the limit instead of the application. "
        f"Here it kept up: late by {_most(seconds, 'lag'):.1f} ms at most, {100 * _most(seconds, 'cpu'):.0f} % of a "
        "core."
    )


def _named(processes: int) -> str:
    return "one generator process" if processes == 1 else f"{processes} generator processes"


def _limit(seconds: Sequence[Line], late: Sequence[Line], busy: Sequence[Line], processes: int, crowded: bool) -> str:
    seen = [
        f"it ran late in {len(late)} of {len(seconds)} seconds (up to {_most(late, 'lag'):.0f} ms)" if late else "",
        f"it used up to {100 * _most(busy, 'cpu'):.0f} % of a core" if busy else "",
    ]
    return (
        f"The load generator was the limit, not the application: {' and '.join(filter(None, seen))}. Latencies read "
        "longer, and requests a second fewer, than the application's own. "
        + _advice(seconds, bool(busy), processes, crowded)
    )


def _advice(seconds: Sequence[Line], busy: bool, processes: int, crowded: bool) -> str:
    if crowded:
        return (
            f"{_users(seconds):.0f} closed-loop users are too many for {_named(processes)}: use at most "
            f"{PROCESS_USERS * processes}, or paced arrivals."
        )
    rate, most = _most(seconds, "rps"), PROCESS_RATE * processes
    if busy or rate > most:
        return (
            f"{rate:.0f} requests a second are much for {_named(processes)}: send at most {most:.0f}, "
            "and use FastHttpUser, which costs a third of HttpUser."
        )
    return "Other work on this machine kept it waiting: run the test again when the machine is quiet."


def _missed(due: float, begun: float, users: float) -> str:
    return (
        f"Only {begun:.0f} of {due:.0f} intended arrivals began ({100 * begun / due:.0f} %): all {users:.0f} users "
        "were waiting for answers. If the application can do more, it needs more users: at least the rate times the "
        "seconds an answer takes. If it cannot, this rate is above its capacity."
    )


def _users(seconds: Sequence[Line]) -> float:
    return _most(seconds, "users")


def _most(lines: Sequence[Line], name: str) -> float:
    return max((_number(one, name) for one in lines), default=0.0)


def _number(line: Line, name: str) -> float:
    """A runner's line may hold anything: the learner's code runs beside it."""
    value = line.get(name)
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else 0.0
