"""Load tests as trials leave them: queues whose capacity is known by construction, and verdicts of a locustfile."""

import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from perfgym.checks.evidence import LoadTest
from perfgym.checks.trial import OWN, TrialSpec, Tried
from tests.checks.wrong import load_test


def npy(values: Any) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(values), allow_pickle=False)
    return buffer.getvalue()


def queue(
    steps: Sequence[tuple[float, float]], *, capacity: float = 50.0, seed: int = 1, noise: float = 0.1, **more: Any
) -> LoadTest:
    """Independent arrivals in steps of (seconds, rate) at one server that does so many a second; all are answered."""
    rng = np.random.default_rng(seed)
    due = _arrivals(steps, rng)
    service = rng.lognormal(np.log(1 / capacity), noise, len(due))
    done, free = np.empty(len(due)), 0.0
    for place, at in enumerate(due):
        free = done[place] = max(free, at) + service[place]
    latency = 1000 * (done - due)
    end = int(sum(seconds for seconds, _ in steps))
    result = {"series": _series(steps, due, latency), "cores": {"app": 1}, "generator": {"limited": False}}
    files = {
        "start_s.npy": npy(due),
        "latency_ms.npy": npy(latency),
        "intended_ms.npy": npy(latency),
        "ok.npy": npy(np.ones(len(due), dtype=bool)),
    }
    return load_test(seconds=float(end), count=len(due), fails=0, users=200, result=result, files=files, **more)


def _arrivals(steps: Sequence[tuple[float, float]], rng: Any) -> Any:
    begun, found = 0.0, []
    for seconds, rate in steps:
        found.append(begun + np.sort(rng.uniform(0, seconds, round(seconds * rate))))
        begun += seconds
    return np.concatenate(found)


def _series(steps: Sequence[tuple[float, float]], due: Any, latency: Any) -> list[dict[str, Any]]:
    rates = [rate for seconds, rate in steps for _ in range(int(seconds))]
    rows = []
    for t, rate in enumerate(rates, 1):
        inside = (due >= t - 1) & (due < t)
        p50, p95 = (float(np.percentile(latency[inside], share)) if inside.any() else 0.0 for share in (50, 95))
        rows.append(
            {"t": t, "users": 200, "rate": rate, "rps": float(inside.sum()), "fails": 0.0, "p50": p50, "p95": p95}
            | {"intended_p95": p95, "due": int((due < t).sum())}
        )
    return rows


def spec(name: str, fault: str = "") -> TrialSpec:
    return TrialSpec(name, "something", OWN, 10, 25, fault=fault)


def verdict(name: str, code: int = 0, *, count: int = 300, fails: int = 0, begun: int | None = None) -> Tried:
    """A trial of a locustfile that ended with this exit code; PostgreSQL counted `begun` transactions."""
    rows = [{"text": "BEGIN", "calls": count if begun is None else begun}, {"text": "SELECT $1", "calls": 7}]
    arms = {"own": {"statements": rows, "rest": {"calls": 0}}}
    result = {"exit_code": code, "errors": [["GET /books", "status 500", fails]] if fails else [], "generator": {}}
    test = load_test(count=count, fails=fails, result=result, files={"statements.json": json.dumps({"arms": arms})})
    return Tried(spec(name, name), test)


def broken_off(name: str, reason: str, message: str = "It did not end.") -> Tried:
    return Tried(spec(name, name), None, reason, message)
