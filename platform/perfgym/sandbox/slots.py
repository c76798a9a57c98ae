"""Measuring slots: which cores the app works on, and which the load generator, so that neither disturbs the other."""

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LOOK_SECONDS = 0.2  # between two looks at whether a slot is free


@dataclass(frozen=True)
class Slot:
    """Disjoint core numbers; both empty where there is but one core. Both arms of a comparison share `app_cores`."""

    app_cores: tuple[int, ...]
    runner_cores: tuple[int, ...]


def measuring_slot() -> Slot:
    """The last core for the app, the others for runners and worker; of the cores this process may use."""
    cores = tuple(sorted(os.sched_getaffinity(0)))
    if len(cores) < 2:
        return Slot((), ())
    return Slot(cores[-1:], cores[:-1])


@contextmanager
def alone(slot: Slot, wait: Callable[[], None]) -> Iterator[None]:
    """Hold the slot among all PerfGym processes of this machine; `wait` is called again and again while it is taken.

    A lock on a file ends with the process that holds it, however that ends (flock(2)).
    """
    descriptor = _lock_file(slot)
    try:
        while not _locked(descriptor):
            wait()
            time.sleep(LOOK_SECONDS)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def apart_from(slot: Slot) -> Iterator[None]:
    """Keep this thread off the cores that are being measured."""
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, slot.runner_cores or usual)
    try:
        yield
    finally:
        os.sched_setaffinity(0, usual)


def held_by_another(slot: Slot) -> bool:
    """Whether somebody holds the slot at this moment; asking keeps nobody from taking it for longer than a look."""
    descriptor = _lock_file(slot)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _lock_file(slot: Slot) -> int:
    """Every user's processes take the same file, which holds nothing; a link laid in its place is not followed."""
    name = "-".join(map(str, slot.app_cores)) or "any"
    path = Path(tempfile.gettempdir()) / f"perfgym-slot-{name}.lock"
    try:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
