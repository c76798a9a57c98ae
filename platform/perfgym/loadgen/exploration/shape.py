"""A LoadTestShape kept within the plan's bounds."""

from typing import Any

from locust import LoadTestShape

from perfgym.loadgen.exploration.failures import Failures
from perfgym.loadgen.exploration.plan import MAX_RATE, within


def bound(shape: LoadTestShape, max_users: int, failures: Failures) -> None:
    """Cap what its tick() returns. A tick that raises ends the test, and is shown."""
    tick = shape.tick

    def bounded() -> tuple[Any, ...] | None:
        try:
            asked = tick()
            return None if asked is None else _capped(*asked)
        except Exception as error:
            failures.code(error, error.__traceback__)
            return None

    def _capped(users: float, spawn_rate: float, *rest: Any) -> tuple[Any, ...]:
        return (within(round(users), 0, max_users), within(float(spawn_rate), 0.1, MAX_RATE), *rest)

    shape.tick = bounded  # type: ignore[method-assign]
