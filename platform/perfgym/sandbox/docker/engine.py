"""The engine: one low-level client for the process, and how long it may take."""

import os
import socket
from functools import cache

import docker
import requests
from docker.constants import DEFAULT_UNIX_SOCKET
from docker.errors import DockerException
from docker.utils import kwargs_from_env

TIMEOUT = 60


@cache
def api() -> docker.APIClient:
    """The client; its connections are pooled and shared by threads. Raises DockerException where no engine answers."""
    return docker.APIClient(version="auto", timeout=TIMEOUT, **kwargs_from_env())


def close() -> None:
    """Give the connections back; the next call opens new ones."""
    if api.cache_info().currsize:
        api().close()
        api.cache_clear()


def problem() -> str | None:
    """Why no engine can be used, and what to do about it; None when one answers."""
    try:
        _knock()
        api().ping()
    except (DockerException, requests.RequestException, OSError) as error:
        reason = str(error).splitlines()[0][:160]
        return f"no docker engine answers ({reason}): install docker and start it, or let this user use it"
    return None


def _knock() -> None:
    """Raise OSError where the engine's own socket cannot be opened; the client would leave a refused one open."""
    path = os.environ.get("DOCKER_HOST", DEFAULT_UNIX_SOCKET).removeprefix("http+")
    if path.startswith("unix://"):
        with socket.socket(socket.AF_UNIX) as knocking:
            knocking.settimeout(TIMEOUT)
            knocking.connect(path.removeprefix("unix://"))
