"""The time that something may take in this process, whatever the other side does: recv, read and regular expressions
are broken off too."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TimeUp(Exception):
    """The time is over."""


def _ring(number: int, frame: FrameType | None) -> None:
    raise TimeUp


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TimeUp inside once they are over (setitimer(2)); in the main thread only."""
    signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
