"""PostgreSQL and Valkey of a campaign, each of which can be restarted, killed and put on a disk that is full."""

import contextlib
import errno
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from perfgym.embedded import address, cluster, postgres, urls, valkey
from perfgym.embedded.child import Child
from perfgym.embedded.home import open_home
from tests.deployment import wait_until

DISK = "256m"  # of the tmpfs that holds PostgreSQL's data, Valkey's folder and both logs
STOP_SECONDS = 20.0
FILL = 2**20  # bytes written at a time


class Machines:
    """Start and stop them from the main thread only: a child is tethered to the thread that forked it."""

    def __init__(self, folder: Path) -> None:
        self.disk = folder
        self.home = open_home(folder)
        self.valkey = valkey.start(self.home)
        self._cluster = postgres.prepare(self.home)
        self.postgres = postgres.start(self.home, self._cluster)

    def urls(self, base: Path) -> tuple[str, str]:
        """(database, Redis); `base` is a short name of the folder."""
        sockets = base / "postgres" / "run"
        database = urls.postgres(sockets, cluster.ROLE, self._cluster.password(), cluster.NAME)
        return database, urls.valkey(base / "valkey" / valkey.SOCKET)

    def restart_postgres(self) -> None:
        self.postgres.stop(STOP_SECONDS)
        self.start_postgres()

    def kill_postgres(self) -> None:
        _kill(self.postgres)
        self.start_postgres()

    def start_postgres(self) -> None:
        """Until it takes connections; a start too early, beside processes of a killed one, is tried again."""

        def ready() -> bool:
            if self.postgres.ended():
                self.postgres = postgres.start(self.home, self._cluster)
            return postgres.ready(self.postgres, self._cluster.data)

        wait_until(ready, "PostgreSQL takes connections")

    def restart_valkey(self) -> None:
        self.valkey.stop(STOP_SECONDS)
        self._start_valkey()

    def kill_valkey(self) -> None:
        _kill(self.valkey)
        self._start_valkey()

    def _start_valkey(self) -> None:
        self.valkey = valkey.start(self.home)
        wait_until(lambda: valkey.ready(self.disk / "valkey" / valkey.SOCKET), "Valkey answers")

    @contextlib.contextmanager
    def full_disk(self) -> Iterator[None]:
        """Not a byte is free meanwhile. Where PostgreSQL ended over that, it is started when there is room again."""
        file = self.disk / "fill"
        try:
            with file.open("wb", buffering=0) as stream, _until_full():
                while stream.write(bytes(FILL)):
                    pass
            yield
        finally:
            file.unlink()
            if self.postgres.ended():
                self.start_postgres()

    def stop(self) -> None:
        self.postgres.stop(STOP_SECONDS)
        self.valkey.stop(STOP_SECONDS)


@contextlib.contextmanager
def machines(folder: Path) -> Iterator[tuple[Machines, tuple[str, str]]]:
    """(both servers, their URLs)"""
    running = Machines(folder)
    try:
        running.start_postgres()
        with address.short(running.home) as base:
            yield running, running.urls(base)
    finally:
        running.stop()


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Give the folder a disk of its own; however we end, it goes with our mount namespace. False where we may not."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0700", "perfgym-chaos", str(folder)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    yield mounted
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


def _kill(child: Child) -> None:
    os.kill(child.pid, signal.SIGKILL)
    wait_until(child.ended, f"{child.plan.name} is dead")
    child.stop(STOP_SECONDS)


@contextlib.contextmanager
def _until_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
