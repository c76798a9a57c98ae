"""The attached stream of a container: input as it is, output in frames of two kinds (docker's stream protocol)."""

import contextlib
import select
import socket
import struct
import threading
import time
from collections import deque
from typing import Any

from perfgym.sandbox.protocol import Closed

MAX_LINE = 1 << 20
MAX_OUTPUT = 256 << 20
TAIL = 4096
STDOUT, STDERR = 1, 2


class Attached:
    """One container's streams. `lines` says whether standard output carries lines or is kept as a tail only.

    Output that only matters as a tail is drained by a thread, so that a part that floods its log never blocks on us.
    """

    def __init__(self, opened: Any, *, lines: bool) -> None:
        """`opened` is what docker's attach_socket returned: a file over a socket, or the socket itself."""
        self._opened = opened
        self._socket: socket.socket = getattr(opened, "_sock", opened)
        self._lines_wanted = lines
        self._raw, self._line = bytearray(), bytearray()
        self._ready: deque[bytes] = deque()
        self._tail = bytearray()
        self._total = 0
        self._open = True
        self.overflow = False
        self._lock = threading.Lock()
        if not lines:
            threading.Thread(target=self._drain, name="tail", daemon=True).start()

    def send(self, data: bytes) -> None:
        """Write all of `data`. Raises Closed."""
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise Closed from error

    def receive(self, timeout: float) -> bytes | None:
        """The next line, or None after `timeout` seconds. Raises Closed at the end or once a cap is exceeded."""
        deadline = time.monotonic() + timeout
        while not self._ready:
            if not self._open:
                raise Closed
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._socket], [], [], left)[0]:
                return None
            self._take()
        return self._ready.popleft()

    def tail(self) -> str:
        with self._lock:
            return bytes(self._tail).decode(errors="replace")

    def close(self) -> None:
        """End the connection under it; the container's input ends with it."""
        self._open = False
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        for each in (getattr(self._opened, "_response", None), self._opened, self._socket):
            if each is not None:
                each.close()

    def _drain(self) -> None:
        while self._open:
            self._take()

    def _take(self) -> None:
        try:
            chunk = self._socket.recv(1 << 16)
        except OSError:
            chunk = b""
        if not chunk:
            self._open = False
            return
        self._raw += chunk
        while len(self._raw) >= 8:
            kind, size = self._raw[0], struct.unpack(">I", self._raw[4:8])[0]
            if len(self._raw) < 8 + size:
                return
            payload = bytes(self._raw[8 : 8 + size])
            del self._raw[: 8 + size]
            self._sort(kind, payload)

    def _sort(self, kind: int, payload: bytes) -> None:
        if kind == STDOUT and self._lines_wanted:
            self._total += len(payload)
            self._line += payload
            *whole, rest = self._line.split(b"\n")
            self._line = bytearray(rest)
            if max(map(len, (*whole, rest))) > MAX_LINE or self._total > MAX_OUTPUT:
                self.overflow, self._open = True, False
                return
            self._ready.extend(bytes(line) for line in whole)
        else:
            with self._lock:
                self._tail += payload
                del self._tail[:-TAIL]
