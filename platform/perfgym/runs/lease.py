"""A worker's hold on a run or a session: extended every second, and let go of by the worker when it cannot be."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import connection

from perfgym.runs.claim import LEASE

BEAT_SECONDS = 1.0  # also how soon a cancel is noticed
LOOK_SECONDS = 0.2  # how soon the pods of a lease that has run out are killed

log = logging.getLogger(__name__)


def clock() -> float:
    """Seconds that also pass while the machine sleeps (clock_gettime(2), CLOCK_BOOTTIME), unlike time.monotonic()."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Lease:
    """Use as a context manager around the work. `end` is called once, from another thread, when the hold is lost.

    `beat` extends it in the database, and answers whether it is still ours. Lost means: cancelled, given to another
    worker, not extended for a whole lease (the database is away, or this process or machine was suspended), or this
    worker stops. Two threads: one asks the database and may be kept waiting by it, the other looks at the clock and
    never waits.
    """

    def __init__(self, name: str, beat: Callable[[], bool], stopping: threading.Event, end: Callable[[], None]) -> None:
        self._name, self._ask, self._stopping, self._end = name, beat, stopping, end
        self._refused, self._done = threading.Event(), threading.Event()
        self._until = clock() + LEASE.total_seconds()
        self._threads = [
            threading.Thread(target=target, name=f"lease {target.__name__}", daemon=True)
            for target in (self._beat, self._watch)
        ]

    def lost(self) -> bool:
        return self._refused.is_set() or self._stopping.is_set() or clock() > self._until

    def _beat(self) -> None:
        """Extend the lease until it is refused. The lease counts from before the question, so ours ends first."""
        try:
            while not self._done.wait(BEAT_SECONDS) and not self.lost():
                asked = clock()
                try:
                    held = self._ask()
                except Exception as error:
                    log.warning("%s: lease not extended: %s", self._name, error)
                    connection.close()
                    continue
                if not held:
                    self._refused.set()
                elif not self.lost():  # one that ran out meanwhile stays lost
                    self._until = asked + LEASE.total_seconds()
        finally:
            connection.close()

    def _watch(self) -> None:
        while not self._done.wait(LOOK_SECONDS):
            if self.lost():
                log.info("%s: not ours any more, its pods are killed", self._name)
                self._end()
                return

    def __enter__(self) -> "Lease":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        """A thread that the database keeps waiting is not waited for: what it asks for is conditional on the claim."""
        self._done.set()
        for thread in self._threads:
            thread.join(2 * BEAT_SECONDS)
