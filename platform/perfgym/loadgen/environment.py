"""What the pod tells its parts: the loopback ports of app and database."""

import os

PORTS = ("APP_PORT", "DB_PORT")


def with_ports(text: str) -> str:
    """Replace {APP_PORT} and {DB_PORT} by this pod's numbers; the worker need not know them."""
    for name in PORTS:
        text = text.replace(f"{{{name}}}", os.environ.get(name, f"{{{name}}}"))
    return text
