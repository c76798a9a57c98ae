"""How late this process runs: a starved load generator shows little CPU, but its timers overshoot."""

import time

import gevent

from perfgym.loadgen.quantiles import percentile

SLEEP = 0.010
KEPT = 60_000  # ten minutes of sleeps


class Lag:
    """Measures all the time by how much a 10 ms sleep overshoots."""

    def __init__(self) -> None:
        self._overshoots: list[float] = []

    def start(self) -> None:
        gevent.spawn(self._measure)

    def take(self) -> float:
        """The 95th percentile of the overshoots since the last call, in ms; 0 when nothing was measured."""
        overshoots, self._overshoots = self._overshoots, []
        return percentile(sorted(overshoots), 95) or 0.0

    def _measure(self) -> None:
        while True:
            before = time.perf_counter()
            gevent.sleep(SLEEP)
            if len(self._overshoots) < KEPT:
                self._overshoots.append(max(0.0, time.perf_counter() - before - SLEEP) * 1000)


def cpu_seconds() -> float:
    """CPU that this process has used since its start."""
    return time.process_time()
