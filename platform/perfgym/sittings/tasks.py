"""The worker's side of the room: the desk opens with the worker, and the reaper is told which pods are its."""

import threading
from collections.abc import Callable
from typing import Any

from celery.signals import worker_ready

from perfgym.runs import dispatcher, station
from perfgym.sittings import session
from perfgym.sittings.desk import Desk
from perfgym.sittings.kind import Kind

KINDS: list[Callable[[], Kind]] = []  # rooms above that have sessions add theirs


def alive() -> list[tuple[str, int]]:
    """(id, fence) of every session that some worker rightly holds a pod for."""
    return [one for model in session.kinds() for one in model.sessions().alive()]


dispatcher.HOLDERS.append(alive)


@worker_ready.connect  # type: ignore[untyped-decorator]
def _on_ready(**kwargs: Any) -> None:
    desk = Desk(station.current(), [kind() for kind in KINDS])
    threading.Thread(target=desk.serve, name="desk", daemon=True).start()
