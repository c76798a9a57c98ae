"""Looks after the queue every few seconds: lost runs, pods without an owner, bells that nobody heard."""

import logging
import threading
from collections.abc import Callable

from django.db import OperationalError, close_old_connections, connection

from perfgym.runs import claim
from perfgym.runs.killpoints import KillPoint, reached
from perfgym.runs.work import Worker, site_id

HOLDERS: list[Callable[[], list[tuple[str, int]]]] = [claim.alive]  # rooms above that hold pods add theirs
CHORES: list[Callable[[], None]] = []  # done in each round by rooms above, once by one worker at a time or twice alike
LOCK = 0x9E5F  # advisory lock: one worker at a time looks after the queue

log = logging.getLogger(__name__)


class Dispatcher:
    """Of one worker. Each reaps pods and watches its own consumer; the queue is looked after by one at a time."""

    def __init__(self, worker: Worker, ring: Callable[[], None]) -> None:
        self._worker, self._ring = worker, ring
        self._serving: threading.Thread | None = None

    def round(self) -> None:
        """Everything once. Whatever goes wrong is logged: the next round tries again."""
        try:
            close_old_connections()
            for _ in look_after_queue():
                self._ring()
            for chore in CHORES:
                chore()
            self._worker.driver.reap(site_id(), alive)
            self._serve_unheard()
        except OperationalError as error:
            log.warning("the database cannot be reached; the next round tries again: %s", error)
        except Exception:
            log.exception("a round of the dispatcher failed")

    def _serve_unheard(self) -> None:
        """Serve without a bell where this worker is idle and runs wait that were rung for long ago.

        Celery's consumers have gone deaf after a restart of Redis in several releases, and Redis itself may be away.
        The bell only saves time: what waits is in the database.
        """
        if self._serving and self._serving.is_alive():
            return
        if not self._worker.busy.locked() and claim.waits_in_vain():
            self._serving = threading.Thread(target=self._serve, name="serve unheard", daemon=True)
            self._serving.start()

    def _serve(self) -> None:
        try:
            self._worker.serve()
        except Exception:
            log.exception("serving without a bell failed; the next round tries again")
        finally:
            connection.close()


def alive() -> list[tuple[str, int]]:
    """(id, fence) of everything that some worker rightly holds pods for."""
    return [one for holder in HOLDERS for one in holder()]


def look_after_queue() -> list[str]:
    """Put lost runs back; the ids of runs to ring for. Empty while another worker does it."""
    with claim.short_transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return []
        lost = claim.recover()
        waiting = claim.unheard()
        if lost:
            reached(KillPoint.BEFORE_RECOVERY_COMMIT)
    if lost:
        log.warning("%s runs had lost their worker", lost)
        reached(KillPoint.AFTER_RECOVERY)
    return waiting
