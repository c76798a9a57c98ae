"""The embedded Valkey: bells, live events, short memories. Nothing in it must survive, so nothing is written down."""

import contextlib
import signal
import socket
from pathlib import Path

from perfgym.embedded import binaries
from perfgym.embedded.child import Child, Plan
from perfgym.embedded.home import Home
from perfgym.embedded.identity import VALKEY_UID, identity, private_folder

SOCKET = "valkey.sock"
SETTINGS = {
    "port": "0",
    "unixsocket": SOCKET,  # relative: the working directory is ours, and its full path may be too long
    "unixsocketperm": "700",
    "save": "",
    "appendonly": "no",
    "maxmemory": "128mb",
    "maxmemory-policy": "volatile-lru",  # forgets what has an end date anyway, never a bell
    "daemonize": "no",
}


def start(home: Home) -> Child:
    """Start the server; it is ready when `ready` says so."""
    who = identity(VALKEY_UID)
    folder = private_folder(home.path / "valkey", who.uid)
    (folder / SOCKET).unlink(missing_ok=True)
    settings = [part for name, value in SETTINGS.items() for part in (f"--{name}", value)]
    return Child(
        Plan(
            name="Valkey",
            command=[str(binaries.valkey(who.uid)), *settings],
            log=home.logs / "valkey.log",
            record=home.run / "valkey.pid",
            stop=signal.SIGTERM,
            folder=folder,
            uid=who.uid,
        )
    )


def ready(path: Path) -> bool:
    """Whether the server behind the socket `path` answers."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as talk:
        talk.settimeout(1)
        talk.connect(str(path))
        talk.sendall(b"PING\r\n")
        return talk.recv(16).startswith(b"+PONG")
    return False
