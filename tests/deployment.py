"""A whole PerfGym for a test: site and worker as their own processes on the session's servers."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

PATIENCE = 60.0  # seconds; a bound for waiting, never a measure


class Urls(NamedTuple):
    """What a deployment needs to know of servers."""

    database_url: str
    redis_url: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Deployment:
    """Started processes by name. Only what was started here is ever ended."""

    home: Path
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "perfgym.console.entry", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done.stdout

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        return self.start_module(name, "perfgym.console.entry", *arguments)

    def start_module(self, name: str, module: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self.home / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=self.environment | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.processes[name] = process
        return process

    def start_site(self, **environment: str) -> None:
        arguments = ("site", "--port", str(self.port))
        process = self.start_module("site", "perfgym.console.entry", *arguments, **environment)
        wait_until(lambda: process.poll() is not None or answers(f"{self.url}/healthz"), "the site answers")
        assert process.poll() is None, self.log("site")

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start("worker", "worker")

    def start_chaos_worker(
        self, name: str = "worker", rounds: str = "1", **environment: str
    ) -> subprocess.Popen[bytes]:
        """A worker with the fake driver and short work; `rounds`: seconds between two of its dispatcher."""
        settings = {"PERFGYM_SANDBOX": "fake", "DJANGO_SETTINGS_MODULE": "perfgym.settings"}
        return self.start_module(name, "tests.chaos.worker", rounds, **{**settings, **environment})

    def kill(self, name: str) -> None:
        """As if the machine had taken it away."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def log(self, name: str) -> str:
        return (self.home / f"{name}.log").read_text(errors="replace")[-6000:]

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.environment["DATABASE_URL"], autocommit=True) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[call-overload]


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def wait_until(condition: Any, what: str, patience: float = PATIENCE) -> None:
    """Ask again and again, up to `patience` seconds. Fails with `what` did not happen."""
    import time

    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"within {patience:.0f} s this did not happen: {what}"
        time.sleep(0.2)  # a pause between two looks, not a wait for an amount of time


def own_database(url: str) -> str:
    """The address of a new database on the same server: nobody has an account in it yet. It ends with the server."""
    name = f"site_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlsplit(url)._replace(path=f"/{name}").geturl()


@contextmanager
def deployment(servers: Any, home: Path, sandbox: str, *, apart: bool = False) -> Iterator[Deployment]:
    """With `apart` it has a database of its own; otherwise that of the other deployments of this session."""
    environment = {
        **os.environ,
        "DATABASE_URL": own_database(servers.database_url) if apart else servers.database_url,
        "REDIS_URL": servers.redis_url,
        "PERFGYM_SECRET_KEY": secrets.token_urlsafe(48),  # its own, so that no other site takes its pods for lost ones
        "PERFGYM_SANDBOX": sandbox,
        "PERFGYM_SIGNUP": "open" if sandbox in ("docker", "fake") else "closed",  # a weak one takes one person's code
        "PERFGYM_HOME": str(home),
    }
    running = Deployment(home, environment)
    try:
        running.command("migrate", "--noinput")
        yield running
    finally:
        running.stop()
