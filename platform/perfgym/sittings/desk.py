"""Takes sessions that wait, as many as this worker has room for; lost ones are ended on the way."""

import logging
import threading
from collections.abc import Sequence

import psutil
from django.db import OperationalError, close_old_connections, connection

from perfgym.runs.work import Worker
from perfgym.sittings.kind import Kind
from perfgym.sittings.session import HeldSession
from perfgym.sittings.sitting import Sitting

ROUND_SECONDS = 0.5
KEPT_FREE = 1 << 30  # bytes of memory that no session takes from site, worker and measurement

log = logging.getLogger(__name__)


class Desk:
    """Of one worker, for sessions of every kind; serves in the thread that calls `serve`, until the worker stops."""

    def __init__(self, worker: Worker, kinds: Sequence[Kind]) -> None:
        self._worker, self._kinds = worker, kinds
        self._sittings: dict[threading.Thread, Kind] = {}

    def serve(self) -> None:
        while not self._worker.stopping.wait(ROUND_SECONDS):
            try:
                close_old_connections()
                self.round()
            except OperationalError as error:
                log.warning("sessions wait: the database cannot be reached: %s", error)
            except Exception:
                log.exception("a round of the desk failed")
        connection.close()

    def round(self) -> None:
        for kind in self._kinds:
            kind.model.sessions().tidy(kind.bounds.idle)
            self._sittings = {each: of for each, of in self._sittings.items() if each.is_alive()}
            while self._has_room(kind) and (session := kind.model.sessions().claim(self._worker.name)):
                self._seat(kind, session)

    def _has_room(self, kind: Kind) -> bool:
        """By isolation, by number, and by memory: each may come to use all that it may, and half of the machine is not
        theirs."""
        if not self._worker.may_run():
            return False
        memory, one = psutil.virtual_memory(), kind.memory()
        taken = sum(other.memory() for other in self._sittings.values())
        fits = taken + one <= memory.total // 2 and memory.available >= one + KEPT_FREE
        return list(self._sittings.values()).count(kind) < kind.bounds.sessions and fits

    def _seat(self, kind: Kind, session: HeldSession) -> None:
        log.info("%s %s: taken, fence %s", kind.name, session.pk, session.fence)
        sitting = threading.Thread(target=self._sit, args=(kind, session), name=kind.name, daemon=True)
        sitting.start()
        self._sittings[sitting] = kind

    def _sit(self, kind: Kind, session: HeldSession) -> None:
        try:
            Sitting(self._worker, kind, session).serve()
        finally:
            connection.close()
