"""When and where a session may use the machine: never on the cores, nor in the time, of a measurement."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from perfgym.sandbox import slots
from perfgym.sandbox.slots import Slot

REST_SECONDS = 3 * slots.LOOK_SECONDS  # after a turn, so that a measurement that waits gets its own

_one = threading.Lock()
_ours = threading.Event()  # while a turn has the slot
_ended = 0.0


def cores(slot: Slot) -> tuple[int, ...]:
    """Those of the load generator, one of them where it keeps others; never the app's."""
    return slot.runner_cores[:1]


def beside(slot: Slot) -> bool:
    """Whether sessions may work while a measurement goes on: it then has a core for its load left."""
    return len(slot.runner_cores) > 1


def displaced(slot: Slot) -> bool:
    """Whether a measurement has the machine now, on which no core is to spare beside it."""
    return not beside(slot) and not _ours.is_set() and slots.held_by_another(slot)


@contextmanager
def taken(slot: Slot, wait: Callable[[], None]) -> Iterator[None]:
    """A turn on the machine. Where no core is to spare it excludes every measurement, and is excluded by it; `wait` is
    called again and again until then, and may raise."""
    if beside(slot):
        yield
        return
    while not _one.acquire(timeout=slots.LOOK_SECONDS):
        wait()
    try:
        _rest(wait)
        with slots.alone(slot, wait):
            _ours.set()
            try:
                yield
            finally:
                _ours.clear()
    finally:
        _end()
        _one.release()


def _rest(wait: Callable[[], None]) -> None:
    while time.monotonic() < _ended + REST_SECONDS:
        wait()
        time.sleep(REST_SECONDS / 6)


def _end() -> None:
    global _ended
    _ended = time.monotonic()
