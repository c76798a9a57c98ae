"""What the generator says of itself: users, its share of a core, its lateness, arrivals."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from perfgym.loadgen.lag import Lag, cpu_seconds


@dataclass(frozen=True)
class Facts:
    """Since the facts before these; due and begun since the start of the test."""

    users: int = 0
    cpu: float = 0.0  # share of a core, of the busiest process
    lag: float = 0.0  # 95th percentile of a 10 ms sleep's overshoot in ms, of the latest process
    due: int = 0  # paced arrivals that should have started
    begun: int = 0  # paced arrivals that have
    paced: float = 0.0  # seconds since the first of them was due
    rate: float = 0.0  # paced arrivals a second, as they are laid out at this moment

    @classmethod
    def merged(cls, parts: Iterable["Facts"]) -> "Facts":
        """Of several processes at the same time."""
        found = list(parts)
        return cls(
            users=sum(one.users for one in found),
            cpu=max((one.cpu for one in found), default=0.0),
            lag=max((one.lag for one in found), default=0.0),
            due=sum(one.due for one in found),
            begun=sum(one.begun for one in found),
            paced=max((one.paced for one in found), default=0.0),
            rate=sum(one.rate for one in found),
        )

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> "Facts":
        return cls(**{name: line[name] for name in cls.__dataclass_fields__})


class Gauge:
    """Takes the facts of this process."""

    def __init__(self, users: Callable[[], int], arrivals: Callable[[], tuple[int, int, float, float]]) -> None:
        self._users, self._arrivals = users, arrivals
        self._lag = Lag()
        self._lag.start()
        self._at, self._cpu = time.monotonic(), cpu_seconds()

    def take(self) -> Facts:
        (at, cpu), (self._at, self._cpu) = (self._at, self._cpu), (time.monotonic(), cpu_seconds())
        share = (self._cpu - cpu) / max(self._at - at, 1e-6)
        return Facts(self._users(), round(share, 3), round(self._lag.take(), 3), *self._arrivals())
