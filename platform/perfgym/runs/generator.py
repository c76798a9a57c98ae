"""Whether the load generator, rather than the application, was the limit of a learner's load test.

A starved generator shows little CPU, so what counts first is how late its timers are: by the overshoot of a 10 ms
sleep. The figures of every process are in the runner's line of each second; the busiest and the latest one count.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

LATE_MS = 5.0  # 95th percentile of a 10 ms sleep's overshoot in a second, or
LATE_SHARE = 0.2  # of the second's median latency, whichever is more
BUSY = 0.6  # of a core
SECONDS = 0.25  # share of seconds that may be late or busy
PROCESS_USERS = 20  # closed-loop users that one process drives well
PROCESS_RATE = 600.0  # requests a second
ACHIEVED = 0.98  # of the intended arrivals

Line = Mapping[str, Any]


def arrivals(seconds: Sequence[Line], summary: Line) -> dict[str, Any] | None:
    """Paced arrivals that should have begun and that did, with a sentence where fewer than 98 % did; None without."""
    last = summary or (seconds[-1] if seconds else {})
    due, begun = _number(last, "due"), _number(last, "begun")
    duration = _number(last, "duration") or _number(last, "t")
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
    """`limited`, a sentence that says why and what to do (empty where it was not), and the figures behind it."""
    late = [one for one in seconds if _number(one, "lag") > max(LATE_MS, LATE_SHARE * _number(one, "p50"))]
    busy = [one for one in seconds if _number(one, "cpu") > BUSY]
    bad = sum(one in late or one in busy for one in seconds)
    limited = bad > SECONDS * len(seconds)
    processes = max(1, int(_number(summary, "processes")))
    return {
        "limited": limited,
        "sentence": _limit(seconds, late, busy, processes, bool(arrived)) if limited else "",
        "processes": processes,
        "cpu": max((_number(one, "cpu") for one in seconds), default=0.0),
        "lag_ms": max((_number(one, "lag") for one in seconds), default=0.0),
    }


def _limit(seconds: Sequence[Line], late: Sequence[Line], busy: Sequence[Line], processes: int, paced: bool) -> str:
    seen = [
        f"it ran late in {len(late)} of {len(seconds)} seconds (up to {_most(late, 'lag'):.0f} ms)" if late else "",
        f"it used up to {100 * _most(busy, 'cpu'):.0f} % of a core" if busy else "",
    ]
    why = " and ".join(filter(None, seen))
    return (
        f"The load generator was the limit, not the application: {why}. Latencies read longer, and requests a second "
        f"fewer, than the application's own. {_advice(seconds, bool(busy), processes, paced)}"
    )


def _advice(seconds: Sequence[Line], busy: bool, processes: int, paced: bool) -> str:
    users, rate = _users(seconds), _most(seconds, "rps")
    each = f"{'one process' if processes == 1 else f'{processes} processes'}"
    if not paced and users > PROCESS_USERS * processes:
        most = PROCESS_USERS * processes
        return (
            f"{users:.0f} users that send as soon as they are answered are too many for {each}: "
            f"use at most {most}, or paced arrivals."
        )
    if busy or rate > PROCESS_RATE * processes:
        return (
            f"{rate:.0f} requests a second are much for {each}: send at most {PROCESS_RATE * processes:.0f}, "
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
