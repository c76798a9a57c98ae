"""Paced arrivals for a learner's locustfile: `from perfgym_load import arrivals`.

    class Visitor(FastHttpUser):
        wait_time = arrivals.paced(per_second=50)

Iterations start at times that are set beforehand, for the whole test; whichever user is free takes the next one. One
that starts late moves no other, and its lateness is part of the latency from the intended start.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

import gevent
from locust import LoadTestShape

from perfgym.loadgen.exploration import lateness
from perfgym.loadgen.exploration.plan import MAX_RATE
from perfgym.loadgen.exploration.rates import MAX_STEP, ArrivalsError, checked_rate, checked_seed, checked_steps
from perfgym.loadgen.exploration.schedule import Schedule

LEAD = 0.2  # seconds after the start of the test for the users to be there


class Paced:
    """A wait time that holds a user until the next arrival. One object paces all users that have it, together."""

    def __init__(self, per_second: float | None, poisson: bool, seed: int) -> None:
        self.per_second = per_second
        self.poisson = poisson
        self.seed = seed
        self.schedule: Schedule | None = None  # from the start of the test on

    def __get__(self, user: object, owner: type | None = None) -> "Paced | Callable[[], float]":
        return self if user is None else self.wait

    def wait(self) -> float:
        """Hold this user until its arrival is due, note how late it starts, and leave no time to wait."""
        if self.schedule is None:
            raise ArrivalsError("arrivals.paced() belongs on a user class, as `wait_time = arrivals.paced(...)`.")
        due = self.schedule.take(time.monotonic())
        try:
            lateness.carry(_sleep_until(due))
        except BaseException:  # the user is stopped
            self.schedule.give_back(due)
            raise
        self.schedule.begun += 1
        return 0.0


def _sleep_until(due: float) -> float:
    """Milliseconds by which it is too late at the end."""
    if (left := due - time.monotonic()) > 0:
        gevent.sleep(min(left, MAX_STEP))
    return max(0.0, time.monotonic() - due) * 1000


class Steps(LoadTestShape):
    """A shape of arrival rates: steps of (seconds, arrivals a second), for users with `arrivals.paced()`.

    All users of the test are there from the start; `users` says another number.
    """

    abstract = True
    steps: Sequence[tuple[float, float]] = ()
    users: int | None = None

    def __init__(self) -> None:
        super().__init__()
        self.rates = checked_steps(type(self).__name__, self.steps)

    def tick(self) -> tuple[int, float] | None:
        if self.get_run_time() >= self.rates.seconds + LEAD:
            return None
        options: Any = self.runner.environment.parsed_options if self.runner else None
        return self.users or options.num_users, MAX_RATE


def paced(per_second: float | None = None, *, poisson: bool = False, seed: int = 1) -> Any:
    """A wait time: iterations start `per_second` times a second, all users together.

    Evenly spaced, or as a Poisson process drawn from `seed`. Without a rate it comes from a shape of Steps.
    Raises ArrivalsError for a rate that cannot be, and outside PerfGym's own runner.
    """
    if not _inside:
        raise ArrivalsError(
            "Paced arrivals work in PerfGym's own load-test runner only: start this file from the workbench, "
            "or with `perfgym load LAB LOCUSTFILE`."
        )
    rate = None if per_second is None else checked_rate("per_second", per_second)
    return Paced(rate, bool(poisson), checked_seed(seed))


_inside = False


def allow() -> None:
    """Called by the runner before it loads a locustfile."""
    global _inside
    _inside = True
