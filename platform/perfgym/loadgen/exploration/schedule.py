"""When iterations should start: arrival times, never moved because one was late. Pure arithmetic.

An arrival keeps its place in time however late the one before it was, so that a pause of the application is seen by
every arrival that fell into it (Gil Tene, "How NOT to Measure Latency": coordinated omission).
"""

import heapq
import random
from collections.abc import Iterator
from itertools import count, islice

from perfgym.loadgen.exploration.rates import Rates


def positions(poisson: bool, seed: int) -> Iterator[float]:
    """Where arrivals lie when one is expected a unit: evenly at 0, 1, 2, ..., or as a Poisson process."""
    if not poisson:
        yield from count(0.0)
    draw, at = random.Random(seed), 0.0  # noqa: S311 - traffic, not security
    while True:
        at += draw.expovariate(1.0)
        yield at


class Schedule:
    """Arrivals of one process; `index` of `of` processes takes every `of`-th, together they are the whole.

    Times are seconds on whatever clock `now` is read from. The first arrival is due when the first user is ready, but
    not before `not_before`.
    """

    def __init__(
        self, rates: Rates, poisson: bool, seed: int, not_before: float = 0.0, index: int = 0, of: int = 1
    ) -> None:
        self._not_before = not_before
        self._rates, self._of = rates, of
        self._origin: float | None = None
        self._returned: list[float] = []
        self._slots, self._dues = (islice(map(rates.when, positions(poisson, seed)), index, None, of) for _ in "ab")
        self._next_due = next(self._dues)
        self._due = 0
        self.begun = 0  # iterations that have started

    def take(self, now: float) -> float:
        """When the next arrival that nobody has taken is, or was, due; infinity when there is none left."""
        if self._origin is None:
            self._origin = max(self._not_before, now)
        return heapq.heappop(self._returned) if self._returned else self._origin + next(self._slots)

    def give_back(self, due: float) -> None:
        """A user that was stopped while it waited leaves its arrival to the others."""
        heapq.heappush(self._returned, due)

    def due(self, now: float) -> int:
        """How many arrivals should have started until now; asked with growing times."""
        while self._origin is not None and self._origin + self._next_due <= now:
            self._due += 1
            self._next_due = next(self._dues)
        return self._due

    def passed(self, now: float) -> float:
        """Seconds since the first arrival was due, at most until the last."""
        return 0.0 if self._origin is None else min(max(0.0, now - self._origin), self._rates.seconds)

    def rate(self, now: float) -> float:
        """Arrivals a second that this process has to send now."""
        return 0.0 if self._origin is None else self._rates.at(max(0.0, now - self._origin)) / self._of
