"""A step of a guide whose answers wait for a measurement by the platform: what is answered, and what is measured."""

from typing import Any

LAB, STEP = "baseline", "60-band"
SETTINGS = {"users": 10, "spawn_rate": 5, "seconds": 20, "tags": [], "profile": "none"}
P95S, RPSS = (80.0, 82.0, 84.0, 81.0, 83.0), (30.0, 30.5, 31.0, 30.2, 30.8)
GIVEN = {"p95-from": "77", "p95-to": "87", "rps-from": "29", "rps-to": "32"}
INSIDE, OUTSIDE = 82.0, 99.0  # 95th percentiles in ms


def result(p95: float = INSIDE, rps: float = 30.4, **more: Any) -> dict[str, Any]:
    """That of a load test with these figures; times in ms."""
    figures = {"count": 600, "fails": 0, "seconds": 19.9, "p50": p95 / 3, "p95": p95, "p99": p95 * 1.4, "rps": rps}
    return {**figures, "settings": SETTINGS, "generator": {"limited": False}, **more}
