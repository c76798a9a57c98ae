"""Starts the app: `python -m invoices.serve`, one worker on 127.0.0.1:$APP_PORT."""

import os
from typing import Any

from gunicorn.app.base import BaseApplication

from invoices.app import create_app


class Server(BaseApplication):
    """Gunicorn, configured here instead of on a command line."""

    def load_config(self) -> None:
        settings: dict[str, Any] = {
            "bind": f"127.0.0.1:{os.environ['APP_PORT']}",
            "workers": 1,
            "worker_class": "sync",
            "worker_tmp_dir": os.environ.get("SCRATCH"),  # may be the only folder that can be written
            "control_socket_disable": True,
            "loglevel": "warning",
        }
        for name, value in settings.items():
            if name in self.cfg.settings:  # older releases have no control socket
                self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app()


if __name__ == "__main__":
    Server().run()
