"""What a part writes, whatever runs it: whole lines within caps, and the end of what nobody reads."""

import threading

from perfgym.sandbox.protocol import Closed

MAX_LINE = 1 << 20
MAX_OUTPUT = 256 << 20
TAIL = 4096


class TooMuch(Closed):
    """A line, or all lines together, went over the cap."""


class Lines:
    """Puts chunks together to lines."""

    def __init__(self) -> None:
        self._rest, self._total = b"", 0

    def take(self, chunk: bytes) -> list[bytes]:
        """The lines that this chunk completes, without their newlines. Raises TooMuch; then none of them counts."""
        self._total += len(chunk)
        *whole, self._rest = (self._rest + chunk).split(b"\n")
        if max(map(len, (*whole, self._rest))) > MAX_LINE or self._total > MAX_OUTPUT:
            raise TooMuch
        return whole


class Tail:
    """The last 4 KiB of a stream; written by one thread and read by another."""

    def __init__(self) -> None:
        self._kept, self._lock = bytearray(), threading.Lock()

    def add(self, chunk: bytes) -> None:
        with self._lock:
            self._kept += chunk
            del self._kept[:-TAIL]

    def text(self) -> str:
        """What is kept, undecodable bytes replaced."""
        with self._lock:
            return bytes(self._kept).decode(errors="replace")
