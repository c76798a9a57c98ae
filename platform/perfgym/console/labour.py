"""A Celery worker that does one thing at a time, says when it is ready, and surely ends when it is told to."""

import os
import threading
from pathlib import Path
from typing import Any

from celery import signals

from perfgym.celery import app

END_SECONDS = (
    5  # after this a run that is still going is given up; its pods die with this process, the reaper ends the run
)


def work(queue: str | None, ready_file: Path | None) -> int:
    """Work until SIGTERM or SIGINT; the exit code."""
    if ready_file:
        signals.worker_ready.connect(lambda **_: ready_file.touch(), weak=False)
    signals.worker_shutting_down.connect(_end_surely, weak=False)
    worker = app.Worker(
        hostname=f"measure-{os.getpid()}@{os.uname().nodename}",
        pool="threads",
        concurrency=1,
        prefetch_multiplier=1,
        queues=queue or app.conf.task_default_queue,
        loglevel="INFO",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


def _end_surely(**_: Any) -> None:
    """A thread cannot be stopped from outside, and the interpreter waits for it: so leave without waiting."""
    timer = threading.Timer(END_SECONDS, os._exit, [0])
    timer.daemon = True
    timer.start()
