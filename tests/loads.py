"""Results of load tests with seeded noise, as runs/loaded.py writes them, and the evidence behind them."""

import io
import random
from typing import Any

import numpy as np

from perfgym.measure.percentiles import p50_p95_p99
from perfgym.runs import generator

NAMES = ("GET /books", "GET /books/[id]", "POST /orders")
MESSAGE = "BadStatusCode('http://127.0.0.1/orders', code=500)"


def load(
    *, seed: int = 1, seconds: int = 12, rps: int = 40, users: int = 5, fails: float = 0.05, resources: bool = True
) -> tuple[dict[str, Any], bytes]:
    """(result, evidence) of so many seconds at that rate, of which a share of requests fails."""
    rng = np.random.default_rng(seed)
    count = seconds * rps
    start = np.sort(rng.uniform(0, seconds, count))
    name = rng.integers(0, len(NAMES), count)
    ms = rng.lognormal(np.log(40), 0.5, count) * (1 + name)
    ok = rng.uniform(0, 1, count) >= fails
    return _result(start, name, ms, ok, seconds, users, resources, seed), pack(start, name, ms, ok)


def pack(start: Any, name: Any, ms: Any, ok: Any) -> bytes:
    """The evidence; nothing where there was no request."""
    if not len(start):
        return b""
    packed = io.BytesIO()
    np.savez_compressed(
        packed,
        start_s=np.asarray(start, dtype="<f8"),
        name=np.asarray(name, dtype="<i2"),
        latency_ms=np.asarray(ms, dtype="<f8"),
        ok=np.asarray(ok, dtype="|b1"),
        bytes=np.full(len(start), 900, dtype="<i8"),
        intended_ms=np.asarray(ms, dtype="<f8"),
        names=np.array(NAMES),
    )
    return packed.getvalue()


def _result(start: Any, name: Any, ms: Any, ok: Any, seconds: int, users: int, resources: bool, seed: int) -> Any:
    noise = random.Random(seed)
    series = [_second(t, start, ms, ok, min(users, t), noise if resources else None) for t in range(1, seconds + 1)]
    failed = int((~ok).sum())
    return {
        "state": "finished",
        "reason": None,
        "settings": {"users": users, "spawn_rate": 1, "seconds": seconds},
        "verified": False,
        **_figures(ms, ok),
        "seconds": float(start.max(initial=0.0)),
        "rps": len(start) / seconds,
        "by_name": [
            {"name": NAMES[index], **_figures(ms[name == index], ok[name == index])}
            for index in range(len(NAMES))
            if (name == index).any()
        ],
        "series": series,
        "errors": [[NAMES[-1], MESSAGE, failed]] if failed else [],
        "error_kinds": [[NAMES[-1], MESSAGE]] if failed else [],
        "notes": [],
        "arrivals": None,
        "generator": generator.judge(series, {"processes": 1}, None),
        "stages": {"start": 2.0, "measure": float(seconds)},
    }


def _figures(ms: Any, ok: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"count": len(ms), "fails": int((~ok).sum())}
    if len(ms):
        three = dict(zip(("p50", "p95", "p99"), p50_p95_p99(ms.tolist()), strict=True))
        found |= three | {f"intended_{key}": value for key, value in three.items()}
    return found


def _second(t: int, start: Any, ms: Any, ok: Any, users: int, noise: random.Random | None) -> dict[str, Any]:
    mine = (start >= t - 1) & (start < t)
    failed = int((~ok[mine]).sum())
    three = p50_p95_p99(ms[mine].tolist()) if mine.any() else (0.0, 0.0, 0.0)
    row: dict[str, Any] = {
        "t": t,
        "users": users,
        "rps": float(mine.sum()),
        "fails": float(failed),
        **dict(zip(("p50", "p95", "p99"), three, strict=True)),
        "cpu": 0.2,
        "lag": 0.4,
    }
    if failed:
        row["errors"] = [[0, failed]]
    if noise:
        row["resources"] = {
            "app": {"cpu": noise.uniform(0.5, 0.65), "memory": 60_000_000 + 100_000 * t},
            "database": {"cpu": noise.uniform(0.2, 0.3), "memory": 90_000_000},
            "generator": {"cpu": noise.uniform(0.1, 0.2), "memory": 70_000_000},
        }
    return row
