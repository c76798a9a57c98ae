"""Arrival rates as a learner writes them, checked; and how many arrivals they make in a time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from perfgym.loadgen.exploration.plan import MAX_PROCESSES, PROCESS_ARRIVALS

MAX_ARRIVALS = MAX_PROCESSES * PROCESS_ARRIVALS  # a second
MAX_STEP = 86_400.0  # seconds


class ArrivalsError(ValueError):
    """Arrivals that cannot be made; the message says why and what to write instead."""


@dataclass(frozen=True)
class Rates:
    """Arrivals a second over time: steps of (seconds, arrivals a second); the last may last for ever."""

    steps: Sequence[tuple[float, float]]

    @property
    def seconds(self) -> float:
        return sum(seconds for seconds, _ in self.steps)

    @property
    def highest(self) -> float:
        return max(rate for _, rate in self.steps)

    def at(self, seconds: float) -> float:
        """The rate so many seconds after the start; 0 after the last step."""
        for length, rate in self.steps:
            if seconds < length:
                return rate
            seconds -= length
        return 0.0

    def when(self, arrivals: float) -> float:
        """Seconds after the start at which so many arrivals have been due; infinity after the last step."""
        begun = 0.0
        for seconds, rate in self.steps:
            if arrivals < seconds * rate:
                return begun + arrivals / rate
            arrivals -= seconds * rate
            begun += seconds
        return math.inf


def checked_steps(name: str, steps: Any) -> Rates:
    """The steps of a shape, checked. Raises ArrivalsError."""
    example = "steps = ((10, 20), (10, 40)) is 20 a second for 10 seconds, then 40"
    try:
        pairs = [(seconds, rate) for seconds, rate in steps]
    except (TypeError, ValueError) as error:
        raise ArrivalsError(f"{name}.steps must be pairs of (seconds, arrivals a second): {example}.") from error
    if not pairs:
        raise ArrivalsError(f"{name}.steps is empty, so nothing would arrive: {example}.")
    return Rates(
        [(_within(f"{name}.steps: seconds", s, MAX_STEP), checked_rate(f"{name}.steps: rate", r)) for s, r in pairs]
    )


def checked_rate(name: str, value: Any) -> float:
    """Arrivals a second. Raises ArrivalsError."""
    return _within(name, value, MAX_ARRIVALS)


def checked_seed(value: Any) -> int:
    """Raises ArrivalsError."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ArrivalsError(f"seed={_short(value)} is not a whole number; write for example seed=1.")
    return value


def _within(name: str, value: Any, most: float) -> float:
    """A number above 0 and at most `most`."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ArrivalsError(f"{name} must be a number, not {_short(value)}.")
    if not 0 < value <= most or math.isnan(value):
        raise ArrivalsError(f"{name} must be above 0 and at most {most:g}; it was {_short(value)}.")
    return float(value)


def _short(value: Any) -> str:
    return repr(value)[:40]
