"""What a part writes, whatever runs it: whole lines within caps, and the end of what nobody reads.

Every cap also bounds what the worker keeps in memory for a part: a line in the making, lines that wait, a tail.
"""

import threading
from collections import deque

from perfgym.sandbox.protocol import Closed

MAX_LINE = 1 << 20
MAX_OUTPUT = 256 << 20  # of each stream
MAX_WAITING = 16 << 20  # lines that came and were not taken yet
A_LINE = 64  # bytes that keeping any line takes, however short
TAIL = 4096


class TooMuch(Closed):
    """A line, a stream as a whole, or all that waits went over the cap."""


class Lines:
    """Puts chunks together to lines. However a line is cut up, each of its bytes is looked at once."""

    def __init__(self) -> None:
        self._rest, self._total = bytearray(), 0

    def take(self, chunk: bytes) -> list[bytes]:
        """The lines that this chunk completes, without their newlines. Raises TooMuch; then none of them counts."""
        self._total += len(chunk)
        first, *others = chunk.split(b"\n")
        self._rest += first
        whole = []
        for part in others:
            whole.append(bytes(self._rest))
            self._rest[:] = part
        if max(map(len, (*whole, self._rest))) > MAX_LINE or self._total > MAX_OUTPUT:
            raise TooMuch
        return whole


class Waiting:
    """Lines that came and that nobody has taken yet, the oldest first."""

    def __init__(self) -> None:
        self._lines, self._size = deque[bytes](), 0

    def __bool__(self) -> bool:
        return bool(self._lines)

    def add(self, lines: list[bytes]) -> None:
        """Raises TooMuch where they do not fit any more; then none of them is kept."""
        size = self._size + sum(map(_cost, lines))
        if size > MAX_WAITING:
            raise TooMuch
        self._lines.extend(lines)
        self._size = size

    def next(self) -> bytes:
        line = self._lines.popleft()
        self._size -= _cost(line)
        return line


class Tail:
    """The last 4 KiB of a stream; written by one thread and read by another."""

    def __init__(self) -> None:
        self._kept, self._total, self._lock = bytearray(), 0, threading.Lock()

    def add(self, chunk: bytes) -> None:
        """Raises TooMuch when the stream as a whole is over the cap; what came is kept all the same."""
        with self._lock:
            self._total += len(chunk)
            self._kept += chunk[-TAIL:]
            del self._kept[:-TAIL]
            if self._total > MAX_OUTPUT:
                raise TooMuch

    def text(self) -> str:
        """What is kept, undecodable bytes replaced."""
        with self._lock:
            return bytes(self._kept).decode(errors="replace")


def _cost(line: bytes) -> int:
    return len(line) + A_LINE
