"""The runner's line protocol: one compact JSON object a line, in on standard input, out on standard output."""

import json
import os
import re
from typing import Any

import gevent.os

CHUNK = 65536
_ODD = re.compile("[\0\ud800-\udfff]")


class BadLine(ValueError):
    """The worker sent something that is not one JSON object."""


class Reader:
    """Lines of a descriptor, read without holding up the other greenlets."""

    def __init__(self, fd: int) -> None:
        gevent.os.make_nonblocking(fd)
        self._fd = fd
        self._buffer = bytearray()

    def receive(self) -> dict[str, Any] | None:
        """The next object, or None at the end of input. Raises BadLine."""
        line = self._line()
        return None if line is None else parse(line)

    def _line(self) -> bytes | None:
        while (end := self._buffer.find(b"\n")) < 0:
            chunk = gevent.os.nb_read(self._fd, CHUNK)
            if not chunk:
                return None
            self._buffer += chunk
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line


class Writer:
    """Objects written whole and at once; nothing is ever left in a buffer."""

    def __init__(self, fd: int) -> None:
        gevent.os.make_nonblocking(fd)  # a reader that is slow holds up the writer, not every user of the load test
        self._fd = fd

    def send(self, op: str, **values: object) -> None:
        """Write one line. Raises ValueError for values that JSON does not know (NaN, infinity)."""
        line = written({"op": op, **values})
        rest = memoryview(line.encode() + b"\n")
        while rest:
            rest = rest[gevent.os.nb_write(self._fd, rest) :]


def claim() -> tuple[Reader, Writer]:
    """Keep standard input and output for the protocol; from here on, prints go to standard error and input is empty.

    The descriptors are copies that child processes do not inherit.
    """
    reader, writer = Reader(os.dup(0)), Writer(os.dup(1))
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return reader, writer


def written(values: dict[str, object]) -> str:
    """One line. Text that nobody can store (a NUL, half a character) has a replacement character in its place."""
    line = json.dumps(values, separators=(",", ":"), allow_nan=False)
    if "\\u0000" in line or "\\ud" in line:  # also where a whole character beyond the first plane is written as two
        line = json.dumps(_storable(values), separators=(",", ":"), allow_nan=False)
    return line


def _storable(value: object) -> object:
    match value:
        case str():
            return _ODD.sub("\N{REPLACEMENT CHARACTER}", value)
        case dict():
            return {key: _storable(each) for key, each in value.items()}
        case list() | tuple():
            return [_storable(each) for each in value]
        case _:
            return value


def parse(line: bytes) -> dict[str, Any]:
    """One line as an object. Raises BadLine."""
    try:
        value = json.loads(line)
    except ValueError as error:
        raise BadLine(f"not JSON: {line[:80]!r}") from error
    if not isinstance(value, dict):
        raise BadLine(f"not an object: {line[:80]!r}")
    return value
