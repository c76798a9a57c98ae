"""The attached stream of a container: input as it is, output in frames of two kinds (docker's stream protocol)."""

import contextlib
import select
import socket
import struct
import threading
import time
from typing import Any

from perfgym.sandbox.output import Lines, Tail, TooMuch, Waiting
from perfgym.sandbox.protocol import Closed, Part, Role

TAKES = 64  # at most so many chunks are looked through for a tail
SEND_SECONDS = 30  # a part that does not take its input for so long is as good as gone
STDOUT, STDERR = 1, 2


class Attached:
    """One container's streams; only runners and databases speak in lines.

    A runner is read by whoever waits for its line, which is quickest. The others may write at any time with nobody
    waiting, so a thread takes in what they write: a part that floods its log never blocks on us.
    """

    def __init__(self, opened: Any, part: Part) -> None:
        """`opened` is what docker's attach_socket returned: a file over a socket, or the socket itself."""
        self._opened = opened
        self._socket: socket.socket = getattr(opened, "_sock", opened)
        self._socket.settimeout(SEND_SECONDS)
        self._lines_wanted = part.talks
        self._raw, self._lines = bytearray(), Lines()
        self._ready = Waiting()
        self._tail = Tail()
        self._open = True
        self.overflow = False
        self._news = threading.Condition()
        self._drained = part.role is not Role.RUNNER
        if self._drained:
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
            if left <= 0 or not self._more(left):
                return None
        return self._ready.next()

    def tail(self) -> str:
        for _ in range(TAKES):
            if self._drained or not self._open or not self._more(0):
                break
        return self._tail.text()

    def close(self) -> None:
        """End the connection under it; the container's input ends with it."""
        self._open = False
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        for each in (getattr(self._opened, "_response", None), self._opened, self._socket):
            if each is not None:
                each.close()

    def _more(self, seconds: float) -> bool:
        """Whether something came within so many seconds."""
        if self._drained:
            with self._news:
                return self._news.wait_for(lambda: bool(self._ready) or not self._open, seconds)
        try:
            came = bool(select.select([self._socket], [], [], seconds)[0])
        except (OSError, ValueError):  # closed by another thread
            return False
        if came:
            self._take()
        return came

    def _drain(self) -> None:
        while self._open:
            with contextlib.suppress(TimeoutError):
                self._take()
        with self._news:
            self._news.notify_all()

    def _take(self) -> None:
        try:
            chunk = self._socket.recv(1 << 16)
        except TimeoutError:
            raise
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
        try:
            if kind == STDOUT and self._lines_wanted:
                self._keep(self._lines.take(payload))
            else:
                self._tail.add(payload)
        except TooMuch:
            self.overflow, self._open = True, False

    def _keep(self, lines: list[bytes]) -> None:
        with self._news:
            self._ready.add(lines)
            self._news.notify_all()
