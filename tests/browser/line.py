"""A network between browser and site that a test can take away: by closing every connection, or by falling silent."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum

LOOK = 0.05  # seconds in which a change is noticed
CHUNK = 1 << 16


class Mode(Enum):
    THROUGH = "through"
    CUT = "cut"  # connections break, and new ones too
    SILENT = "silent"  # nothing comes through, and nobody says so: a laptop that sleeps, a cable that is out


class Line:
    """Forwards TCP connections to a port of this machine, as `mode` has it."""

    def __init__(self, target: int) -> None:
        self.mode = Mode.THROUGH
        self._target, self._over = target, threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(LOOK)
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def close(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            with suppress(TimeoutError):
                near, _ = self._listener.accept()
                if self.mode is Mode.CUT:
                    near.close()
                    continue
                thread = threading.Thread(target=self._serve, args=(near,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _serve(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self._target)) as far:
            other = {near: far, far: near}
            while not self._over.is_set() and self.mode is not Mode.CUT:
                if self.mode is Mode.SILENT:
                    self._over.wait(LOOK)
                    continue
                for ready in select.select([near, far], [], [], LOOK)[0]:
                    data = ready.recv(CHUNK)
                    if not data:
                        return
                    other[ready].sendall(data)


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
