"""Celery's side: the bell, and what a worker process does when it starts and stops."""

import logging
import threading
from typing import Any

from celery.signals import worker_ready, worker_shutting_down

from perfgym.celery import app
from perfgym.runs import station

log = logging.getLogger(__name__)


@app.task(name="perfgym.serve")  # type: ignore[untyped-decorator] # of our app: whoever rings has its settings
def serve() -> None:
    """One ring of the bell: see waiting runs through. A ring too many finds nothing to do."""
    station.current().serve()


def ring() -> None:
    """Tell the workers that a run waits. A bell that cannot be rung is logged: the dispatcher rings again."""
    try:
        serve.delay()
    except Exception as error:
        log.warning("the bell could not be rung (the run waits for the dispatcher): %s", error)


@worker_ready.connect  # type: ignore[untyped-decorator]
def _on_ready(**kwargs: Any) -> None:
    threading.Thread(target=station.open_for_work, args=(ring,), name="dispatcher", daemon=True).start()


@worker_shutting_down.connect  # type: ignore[untyped-decorator]
def _on_stop(**kwargs: Any) -> None:
    station.close()
