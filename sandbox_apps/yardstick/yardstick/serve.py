"""Starts the yardstick: `python -m yardstick.serve`, on 127.0.0.1:$APP_PORT."""

import os
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from gunicorn.app.base import BaseApplication

from yardstick import shape, work


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI without a framework, so that next to nothing is done but the units."""
    body = b"ok"
    if environ["PATH_INFO"] == "/work":
        number = int(parse_qs(environ["QUERY_STRING"])["n"][0])
        body = work.KINDS[shape.WORK](number, shape.UNITS).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


class Server(BaseApplication):
    """Gunicorn, configured here instead of on a command line."""

    def load_config(self) -> None:
        settings: dict[str, Any] = {
            "bind": f"127.0.0.1:{os.environ['APP_PORT']}",
            "workers": shape.WORKERS,
            "worker_class": "sync",
            "worker_tmp_dir": os.environ.get("SCRATCH"),  # may be the only folder that can be written
            "control_socket_disable": True,
            "loglevel": "warning",
        }
        for name, value in settings.items():
            if name in self.cfg.settings:  # older releases have no control socket
                self.cfg.set(name, value)

    def load(self) -> Any:
        return app


if __name__ == "__main__":
    Server().run()
