"""A worker process: it announces itself, prepares the pods, and every five seconds looks after the queue."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from functools import cache

from django.db import connection

from perfgym.catalog import library
from perfgym.runs import presence
from perfgym.runs.dispatcher import Dispatcher
from perfgym.runs.guard import Guard
from perfgym.runs.work import Worker
from perfgym.sandbox import drivers, slots

ROUND_SECONDS = 5.0
PREPARING = "getting the sandbox apps ready"

log = logging.getLogger(__name__)


@cache
def current() -> Worker:
    """This process's worker."""
    name = f"{socket.gethostname()}-{os.getpid()}"
    return Worker(
        name=name, driver=drivers.choose(os.environ.get("PERFGYM_SANDBOX")), slot=slots.measuring_slot(), safe=False
    )


def open_for_work(ring: Callable[[], None]) -> None:
    """Prepare every app, then dispatch until the process stops. Runs in a thread of its own."""
    worker = current()
    guard, dispatcher = Guard(worker), Dispatcher(worker, ring)
    worker.fit = guard.fit
    _announce(worker, "preparing", PREPARING)
    preparing = threading.Thread(target=_prepare, args=(worker, guard), name="prepare", daemon=True)
    preparing.start()
    while True:
        dispatcher.round()
        if not preparing.is_alive():
            guard.give_way()
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
