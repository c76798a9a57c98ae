"""One `up` for each state folder: an flock that the kernel gives back however its holder ends."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator

from perfgym.embedded.errors import AlreadyRunning
from perfgym.embedded.home import Home


class Lock:
    """The held lock; tells others where we are."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def tell(self, address: str) -> None:
        """Write down what a second `up` should say."""
        note = json.dumps({"pid": os.getpid(), "address": address}).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, note, 0)


@contextlib.contextmanager
def hold(home: Home, address: str = "") -> Iterator[Lock]:
    """Hold the state folder for ourselves. Raises AlreadyRunning, with the address of the holder."""
    descriptor = os.open(home.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _running(home, descriptor) from None
        lock = Lock(descriptor)
        lock.tell(address)
        yield lock
    finally:
        os.close(descriptor)


def _running(home: Home, descriptor: int) -> AlreadyRunning:
    try:
        note = json.loads(os.pread(descriptor, 4096, 0))
    except ValueError:  # the holder is just writing it
        note = {}
    return AlreadyRunning(home.path, str(note.get("address", "")), str(note.get("pid", "unknown")))
