"""Which of many kept versions go: those of typing thin out with age, and there is a most."""

from collections.abc import Iterable
from datetime import datetime, timedelta

MOST = 200
RECENT, DAY = timedelta(hours=1), timedelta(days=1)
SLOT = timedelta(minutes=10)

Kept = tuple[int, datetime, bool]  # its key, when, whether it was kept only because of typing


def surplus(newest_first: Iterable[Kept], now: datetime) -> list[int]:
    """Keys of the versions to let go: of typing, one in ten minutes is left of a day, one a day of what is older."""
    gone: list[int] = []
    taken: set[tuple[timedelta, int]] = set()
    left = MOST
    for key, at, typed in newest_first:
        slot = _slot(at, now) if typed else None
        if left <= 0 or (slot is not None and slot in taken):
            gone.append(key)
            continue
        left -= 1
        if slot is not None:
            taken.add(slot)
    return gone


def _slot(at: datetime, now: datetime) -> tuple[timedelta, int] | None:
    """The stretch of time of which one is left; None for what is recent."""
    if now - at < RECENT:
        return None
    length = SLOT if now - at < DAY else DAY
    return length, int(at.timestamp() // length.total_seconds())
