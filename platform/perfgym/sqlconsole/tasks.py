"""The worker's side of the room: the desk opens with the worker, and the reaper is told which pods are its."""

import threading
from typing import Any

from celery.signals import worker_ready

from perfgym.runs import dispatcher, station
from perfgym.sqlconsole.bounds import Bounds
from perfgym.sqlconsole.desk import Desk
from perfgym.sqlconsole.session import Session

dispatcher.HOLDERS.append(Session.objects.alive)


@worker_ready.connect  # type: ignore[untyped-decorator]
def _on_ready(**kwargs: Any) -> None:
    desk = Desk(station.current(), Bounds.of_site())
    threading.Thread(target=desk.serve, name="sql desk", daemon=True).start()
