"""The web server around the site: granian, few processes, and an end that open event streams cannot hold up."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.errors import ConfigurationError
from granian.server import Server

from perfgym.embedded.tether import die_with

TARGET = "perfgym.asgi:application"
GRACE_SECONDS = 2  # for answers under way; streams never end by themselves
POOL = {"min_size": 1, "max_size": 20, "timeout": 5, "max_idle": 20}  # connections to PostgreSQL; seconds


def site(host: str, port: int, processes: int) -> None:
    """Serve until SIGTERM or SIGINT; then everything is gone within a few seconds."""
    server = Server(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=processes,
        websockets=False,
        runtime_blocking_threads=4,
        workers_kill_timeout=GRACE_SECONDS,
        log_access=False,
    )
    try:
        server.serve(target_loader=load, wrap_loader=False)
    except ConfigurationError as problem:
        sys.exit(f"The site could not be served: {problem}")


def load() -> Callable[..., Any]:
    """In the serving process: make sure that it never outlives the one that watches it, then load the site."""
    die_with(os.getppid(), signal.SIGKILL)
    from perfgym.asgi import application

    _share_connections()
    return application


def _share_connections() -> None:
    """Under ASGI each request has a thread of its own, and would open a connection to PostgreSQL of its own."""
    from django.db import connections

    database = connections.settings["default"]
    database["OPTIONS"]["pool"] = POOL
    database["CONN_HEALTH_CHECKS"] = True  # one that PostgreSQL has dropped is replaced before anybody notices
