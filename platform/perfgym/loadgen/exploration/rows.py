"""Raw rows as they pile up within a second, and the compact form in which they travel."""

import sys
from array import array
from base64 import b64decode, b64encode

WIDTH = 6


class Rows:
    """Rows of (start in s, index of the name, ms, 1 = ok, bytes, ms from the intended start) in one flat list.

    A tuple for each would be work for the garbage collector while requests are waiting.
    """

    def __init__(self, flat: list[float] | None = None) -> None:
        self.flat = flat or []

    def __len__(self) -> int:
        return len(self.flat) // WIDTH

    def packed(self, first: int, end: int) -> str:
        """Some of the rows, as base64 of little-endian doubles: numbers as text would cost five times as much."""
        values = array("d", self.flat[first * WIDTH : end * WIDTH])
        if sys.byteorder == "big":
            values.byteswap()
        return b64encode(values).decode()

    @classmethod
    def unpacked(cls, text: str) -> "Rows":
        """Raises ValueError for what packed() has not written."""
        values = array("d")
        values.frombytes(b64decode(text, validate=True))
        if sys.byteorder == "big":
            values.byteswap()
        return cls(values.tolist())

    def latencies(self) -> list[float]:
        """From each request's own start, ascending, in ms."""
        return sorted(self.flat[2::WIDTH])

    def intended(self) -> list[float]:
        """From when each should have started, ascending, in ms."""
        return sorted(self.flat[5::WIDTH])

    def fails(self) -> int:
        return self.flat[3::WIDTH].count(0)
