"""The embedded PostgreSQL: small, on a unix socket only, and shut down fast when we end, however we end."""

import contextlib
import json
import os
import signal
import sys
from pathlib import Path

import psutil

from perfgym.embedded import binaries, cluster
from perfgym.embedded.child import Child, Plan
from perfgym.embedded.errors import OtherPostgres
from perfgym.embedded.home import Home
from perfgym.embedded.identity import POSTGRES_UID, identity, private_folder

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_directories": "../run",
    "unix_socket_permissions": "0700",
    "max_connections": "50",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "io_method": "sync",  # no processes for reading ahead: the data are small
    "max_worker_processes": "0",
    "max_parallel_workers": "0",
    "max_logical_replication_workers": "0",
    "autovacuum_max_workers": "1",
    "jit": "off",
    "log_line_prefix": "%m [%p] ",
}


def prepare(home: Home) -> cluster.Cluster:
    """The home's cluster, made where there is none. Raises OtherPostgres, DiskFull or ServerFailed."""
    who = identity(POSTGRES_UID)
    programs = binaries.postgres(who.uid)
    folder = private_folder(home.path / "postgres", who.uid)
    private_folder(folder / "run", who.uid)
    found = cluster.Cluster(folder / "data", programs, home.logs / "postgres.log", who)
    if not found.exists():
        found.make()
    _same_release(found)
    return found


def start(home: Home, found: cluster.Cluster) -> Child:
    """Start the server on a cluster whose state folder we hold; it is ready when `ready` says so."""
    _clear_stale(found.data)
    # `data` is reached as the working directory: the server's user need not pass through the folders above it.
    data = "/proc/self/cwd" if sys.platform == "linux" else str(found.data)
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    return Child(
        Plan(
            name="PostgreSQL",
            command=[str(found.programs / "postgres"), "-D", data, *settings],
            log=found.log,
            record=home.run / "postgres.pid",
            stop=signal.SIGINT,  # "fast": ends sessions, writes everything down (postgres(1), server shutdown)
            folder=found.data,
            uid=found.who.uid,
            env=cluster.clean_environment(),
        )
    )


def ready(child: Child, data: Path) -> bool:
    """Whether the server takes connections: it says so in the eighth line of its pid file, as pg_ctl reads it."""
    with contextlib.suppress(FileNotFoundError):
        lines = (data / "postmaster.pid").read_text().splitlines()
        return len(lines) >= 8 and lines[0] == str(child.pid) and lines[7].strip() == "ready"
    return False


def _same_release(found: cluster.Cluster) -> None:
    ours = json.loads((found.data / cluster.FACTS).read_text())["major"]
    written_by = (found.data / "PG_VERSION").read_text().strip()
    major = found.major()
    if written_by != major:
        raise OtherPostgres(found.data, written_by or ours, major)


def _clear_stale(data: Path) -> None:
    """Remove a pid file whose number is another program's by now; PostgreSQL itself only asks whether it is alive."""
    file = data / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        pid = int(file.read_text().splitlines()[0])
        if psutil.pid_exists(pid) and not _serves(pid, data):
            file.unlink()


def _serves(pid: int, data: Path) -> bool:
    """Whether process `pid` is a PostgreSQL on `data`, by its command line and working directory."""
    try:
        process = psutil.Process(pid)
        return "postgres" in " ".join(process.cmdline()) and os.path.samefile(process.cwd(), data)
    except (psutil.Error, OSError):
        return False
