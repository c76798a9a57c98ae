"""The engine: one low-level client a thread, and how long it may take."""

import threading

import docker
import requests
from docker.errors import DockerException
from docker.utils import kwargs_from_env

TIMEOUT = 60
_local = threading.local()


def api() -> docker.APIClient:
    """This thread's client. Raises DockerException where no engine can be reached."""
    if not hasattr(_local, "client"):
        settings = kwargs_from_env()
        _local.client = docker.APIClient(version="auto", timeout=TIMEOUT, **settings)
    client: docker.APIClient = _local.client
    return client


def problem() -> str | None:
    """Why no engine can be used, and what to do about it; None when one answers."""
    try:
        api().ping()
    except (DockerException, requests.RequestException, OSError) as error:
        reason = str(error).splitlines()[0][:160]
        return f"no docker engine answers ({reason}): install docker and start it, or let this user use it"
    return None
