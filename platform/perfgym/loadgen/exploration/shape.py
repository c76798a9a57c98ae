"""A LoadTestShape kept within the plan's bounds."""

from typing import Any

from locust import LoadTestShape

from perfgym.loadgen.exploration.crowd import Crowd
from perfgym.loadgen.exploration.failures import Failures
from perfgym.loadgen.exploration.plan import MAX_RATE, Plan, within


def bound(shape: LoadTestShape, plan: Plan, crowd: Crowd, failures: Failures) -> None:
    """Cap what its tick() returns, and take this process's share. A tick that raises ends the test, and is shown."""
    tick = shape.tick

    def bounded() -> tuple[Any, ...] | None:
        try:
            asked = tick()
            return None if asked is None else _capped(*asked)
        except Exception as error:
            failures.code(error, error.__traceback__)
            return None

    def _capped(users: float, spawn_rate: float, *rest: Any) -> tuple[Any, ...]:
        own = plan.share(crowd.within(round(users)))
        return (own, within(float(spawn_rate) / plan.of, 0.1, MAX_RATE), *rest)

    shape.tick = bounded  # type: ignore[method-assign]
