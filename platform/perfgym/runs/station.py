"""A worker process: it announces itself, prepares the pods, and every five seconds looks after the queue."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from functools import cache

from django.db import OperationalError, close_old_connections, connection, transaction

from perfgym.catalog import library
from perfgym.runs import claim, presence
from perfgym.runs.guard import Guard
from perfgym.runs.work import Worker, site_id
from perfgym.sandbox import drivers, slots

ROUND_SECONDS = 5.0
PREPARING = "getting the sandbox apps ready"
LOCK = 0x9E5F  # advisory lock: one dispatcher at a time over all workers

log = logging.getLogger(__name__)


@cache
def current() -> Worker:
    """This process's worker."""
    name = f"{socket.gethostname()}-{os.getpid()}"
    return Worker(name=name, driver=drivers.choose(os.environ.get("PERFGYM_SANDBOX")), slot=slots.measuring_slot())


def open_for_work(ring: Callable[[], None]) -> None:
    """Prepare every app, then dispatch until the process stops. Runs in a thread of its own."""
    worker, guard = current(), Guard(current())
    worker.fit = guard.fit
    _announce(worker, "preparing", PREPARING)
    preparing = threading.Thread(target=_prepare, args=(worker, guard), name="prepare", daemon=True)
    preparing.start()
    while True:
        _round(worker, ring)
        if not preparing.is_alive():
            guard.start_when_due()
        _announce(worker, *(("preparing", PREPARING) if guard.preparing else guard.state()))
        if worker.stopping.wait(ROUND_SECONDS):
            break
    presence.leave(worker.name)
    connection.close()


def close() -> None:
    """Let go of the run in hand: its pods are killed and it goes back to the queue."""
    current().stopping.set()


def _announce(worker: Worker, state: str, message: str) -> None:
    facts = {"driver": worker.driver.name, "level": worker.driver.level, "state": state, "message": message}
    presence.announce(worker.name, facts)


def _prepare(worker: Worker, guard: Guard) -> None:
    for app in library.default().apps:
        try:
            worker.driver.prepare(app)
        except Exception:  # a run of this app fails with the same error, said to the learner
            log.exception("the sandbox app %s could not be prepared", app)
    guard.preparing = False


def _round(worker: Worker, ring: Callable[[], None]) -> None:
    """Recover lost runs, reap pods without an owner, ring again for runs that nobody heard."""
    try:
        close_old_connections()
        for _ in _look_after_queue():
            ring()
        worker.driver.reap(site_id(), claim.alive)
    except OperationalError as error:
        log.warning("the database cannot be reached; trying again in %s s: %s", ROUND_SECONDS, error)
    except Exception:
        log.exception("a round of the dispatcher failed")


def _look_after_queue() -> list[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return []
        if lost := claim.recover():
            log.warning("%s runs had lost their worker", lost)
        return claim.unheard()
