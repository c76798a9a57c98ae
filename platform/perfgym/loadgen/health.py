"""Waiting until the app answers its health address with 200."""

import time
from dataclasses import dataclass

import gevent
from geventhttpclient.client import HTTPClient

PAUSE = 0.02
PATIENCE = 2.0  # seconds for one try


@dataclass(frozen=True)
class Health:
    ok: bool
    seconds: float
    detail: str


def wait(target: str, path: str, timeout: float) -> Health:
    """Ask `target` + `path` again and again for up to `timeout` seconds. Never raises for what the app does."""
    start = time.monotonic()
    while True:
        problem = ask(target, path, min(PATIENCE, timeout))
        seconds = time.monotonic() - start
        if problem is None:
            return Health(True, seconds, "")
        if seconds + PAUSE >= timeout:
            return Health(False, seconds, f"{target}{path} did not answer 200 within {timeout:g} s: {problem}")
        gevent.sleep(PAUSE)


def ask(target: str, path: str, seconds: float) -> str | None:
    """Ask once. None when the answer was 200, otherwise what was wrong."""
    client = HTTPClient.from_url(target, connection_timeout=seconds, network_timeout=seconds)
    try:
        with gevent.Timeout(seconds):
            status = client.get(path).status_code
    except (Exception, gevent.Timeout) as error:
        return f"{type(error).__name__}: {error}"[:300]
    finally:
        client.close()
    return None if status == 200 else f"it answered {status}"
