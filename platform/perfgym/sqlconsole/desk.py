"""Takes sessions that wait, as many as this worker has room for; lost ones are ended on the way."""

import logging
import threading

import psutil
from django.db import OperationalError, close_old_connections, connection

from perfgym.catalog import library
from perfgym.runs.work import Worker
from perfgym.sqlconsole import parts
from perfgym.sqlconsole.bounds import Bounds
from perfgym.sqlconsole.session import Session
from perfgym.sqlconsole.sitting import Sitting

ROUND_SECONDS = 0.5
KEPT_FREE = 1 << 30  # bytes of memory that no console takes from site, worker and measurement

log = logging.getLogger(__name__)


class Desk:
    """Of one worker; serves in the thread that calls `serve`, until the worker stops."""

    def __init__(self, worker: Worker, bounds: Bounds) -> None:
        self._worker, self._bounds = worker, bounds
        self._sittings: list[threading.Thread] = []

    def serve(self) -> None:
        while not self._worker.stopping.wait(ROUND_SECONDS):
            try:
                close_old_connections()
                self.round()
            except OperationalError as error:
                log.warning("SQL sessions wait: the database cannot be reached: %s", error)
            except Exception:
                log.exception("a round of the SQL desk failed")
        connection.close()

    def round(self) -> None:
        Session.objects.tidy(self._bounds.idle)
        self._sittings = [each for each in self._sittings if each.is_alive()]
        while self._worker.may_run() and self._has_room() and (session := Session.objects.claim(self._worker.name)):
            log.info("SQL session %s: taken, fence %s", session.pk, session.fence)
            sitting = threading.Thread(target=self._sit, args=(session,), name="sql session", daemon=True)
            sitting.start()
            self._sittings.append(sitting)

    def _has_room(self) -> bool:
        """By isolation, by number, and by memory: each may come to use all that it may, and half of the machine is not
        theirs."""
        if not self._worker.may_run():
            return False
        memory, one = psutil.virtual_memory(), largest()
        taken = len(self._sittings)
        fits = (taken + 1) * one <= memory.total // 2 and memory.available >= one + KEPT_FREE
        return taken < self._bounds.sessions and fits

    def _sit(self, session: Session) -> None:
        try:
            Sitting(self._worker, session, self._bounds).serve()
        finally:
            connection.close()


def largest() -> int:
    """Bytes that a session of the app with the largest database may use."""
    apps = library.default().apps.values()
    return max((parts.memory_bytes(app) for app in apps if app.database), default=0)
