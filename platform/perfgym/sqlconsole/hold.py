"""Keeps a session's lease alive from a thread of its own; tells when the session must end."""

import logging
import threading
import time

from django.db import close_old_connections, connection

from perfgym.sqlconsole.session import LEASE, Session

BEAT_SECONDS = 1.0

log = logging.getLogger(__name__)


class Hold:
    """Use as a context manager. `stopping` is the worker's."""

    def __init__(self, session: Session, stopping: threading.Event) -> None:
        self._session, self._stopping = session, stopping
        self._lost, self._done = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._beat, name="sql lease", daemon=True)

    def lost(self) -> bool:
        return self._lost.is_set() or self._stopping.is_set()

    def pause(self, seconds: float) -> None:
        """Wait so long, or until the session is over."""
        self._lost.wait(seconds)

    def _beat(self) -> None:
        """A database out of reach for a whole lease loses the session: its pod must be gone by then."""
        held_until = time.monotonic() + LEASE.total_seconds()
        try:
            while not self._done.wait(BEAT_SECONDS):
                try:
                    held = self._session.beat()
                except Exception:
                    log.exception("SQL session %s: lease not extended", self._session.pk)
                    close_old_connections()
                    held = time.monotonic() < held_until
                else:
                    held_until = time.monotonic() + LEASE.total_seconds()
                if not held:
                    self._lost.set()
                    return
        finally:
            connection.close()

    def __enter__(self) -> "Hold":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._done.set()
        self._thread.join()
