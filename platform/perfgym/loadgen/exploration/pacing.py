"""Which users of a locustfile are paced, by which schedules, and whether that makes sense together."""

import time
from dataclasses import dataclass

from locust.user.task import DefaultTaskSet

from perfgym.loadgen.exploration.arrivals import LEAD, Paced, Steps
from perfgym.loadgen.exploration.plan import Plan
from perfgym.loadgen.exploration.rates import Rates
from perfgym.loadgen.exploration.schedule import Schedule
from perfgym.loadgen.locustfile import Loaded, LocustfileError

FOREVER = float("inf")


@dataclass(frozen=True)
class Pacing:
    """The paced wait times of one locustfile; `rated` have a rate of their own, `stepped` take it from the shape."""

    rated: tuple[Paced, ...]
    stepped: tuple[Paced, ...]
    steps: Rates | None

    @property
    def used(self) -> bool:
        return bool(self.rated or self.stepped)

    @property
    def highest(self) -> float:
        """Arrivals a second, at most."""
        return sum(one.per_second or 0.0 for one in self.rated) + (self.steps.highest if self.steps else 0.0)

    def begin(self, plan: Plan, at: float) -> None:
        """Lay out this process's part of all schedules, and have users wait for their first arrival as well."""
        if not self.used:
            return
        for one in self.rated:
            one.schedule = _schedule(Rates([(FOREVER, one.per_second or 0.0)]), one, plan, at)
        together = _schedule(self.steps, self.stepped[0], plan, at) if self.steps else None
        for one in self.stepped:
            one.schedule = together
        DefaultTaskSet.on_start = first  # type: ignore[method-assign, assignment]

    def counts(self) -> tuple[int, int, float, float]:
        """Of this process: arrivals due until now, iterations begun, seconds since the first was due, rate now."""
        now = time.monotonic()
        schedules = [one.schedule for one in (*self.rated, *self.stepped[:1]) if one.schedule]
        passed = max((one.passed(now) for one in schedules), default=0.0)
        due, begun = sum(one.due(now) for one in schedules), sum(one.begun for one in schedules)
        return due, begun, round(passed, 3), round(sum(one.rate(now) for one in schedules), 6)


def first(tasks: DefaultTaskSet) -> None:
    """Locust runs a user's first task without a wait; a paced one waits for its arrival."""
    wait_time = type(tasks.user).wait_time
    if isinstance(wait_time, Paced):
        wait_time.wait()


def of(loaded: Loaded) -> Pacing:
    """Raises LocustfileError where rates and shape contradict each other."""
    found = dict.fromkeys(user.wait_time for user in loaded.users.values() if isinstance(user.wait_time, Paced))
    rated = tuple(one for one in found if one.per_second is not None)
    stepped = tuple(one for one in found if one.per_second is None)
    steps = loaded.shape.rates if isinstance(loaded.shape, Steps) else None
    if stepped and not steps:
        raise LocustfileError(
            "locustfile.py: arrivals.paced() has no rate. Write arrivals.paced(per_second=50), "
            "or add a shape of rates: `class Load(arrivals.Steps): steps = ((10, 20), (10, 40))`."
        )
    if steps and rated:
        raise LocustfileError(
            "locustfile.py: paced(per_second=...) and the shape's steps both give a rate. "
            "Write arrivals.paced() for users that follow the shape."
        )
    if steps and not stepped:
        raise LocustfileError(
            "locustfile.py: the shape gives arrival rates, but no user follows them. "
            "Write `wait_time = arrivals.paced()` in a user class."
        )
    return Pacing(rated, stepped, steps)


def _schedule(rates: Rates, one: Paced, plan: Plan, at: float) -> Schedule:
    return Schedule(rates, one.poisson, one.seed, at + LEAD, plan.index, plan.of)
