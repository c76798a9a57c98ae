"""Site, worker and the preparing of the database, as `up` runs them: child processes with the same environment."""

import contextlib
import errno
import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from perfgym.console.errors import NotPrepared, PartEnded, PartNotReady, PortTaken
from perfgym.embedded.child import LOOK_SECONDS, Child, Plan, tethered
from perfgym.embedded.home import Home
from perfgym.embedded.servers import Servers

START_SECONDS = 60
PREPARE_SECONDS = 300
SITE_STOP_SECONDS = 4
WORKER_STOP_SECONDS = 6
READY = "worker.ready"


@dataclass(frozen=True)
class Links:
    """One-time sign-in links."""

    learner: str
    instructor: str


def base_url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def claim(port: int) -> None:
    """Find out early whether the site can have its port. Raises PortTaken."""
    with socket.socket() as test:
        test.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # ports of connections just closed are free
        try:
            test.bind(("127.0.0.1", port))
        except OSError as problem:
            why = "another program has it" if problem.errno == errno.EADDRINUSE else str(problem.strerror)
            raise PortTaken(port, why) from problem


def environment(home: Home, servers: Servers, environ: Mapping[str, str]) -> dict[str, str]:
    """What every part needs to know."""
    return {
        **environ,
        "PERFGYM_HOME": str(home.path),
        "PERFGYM_SECRET_KEY": environ.get("PERFGYM_SECRET_KEY") or home.secret_key(),
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "PERFGYM_SIGNUP": environ.get(
            "PERFGYM_SIGNUP", "closed"
        ),  # one's own machine: its people are made by `prepare`
        "PYTHONUNBUFFERED": "1",
    }


def prepare(home: Home, port: int, env: Mapping[str, str]) -> Links:
    """Migrations and the local people; their links. Raises NotPrepared."""
    log = home.logs / "prepare.log"
    plan = Plan("prepare", _command("prepare", base_url(port)), log, log)
    with log.open("wb") as stream:
        done = subprocess.run(
            tethered(plan),
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stream,
            timeout=PREPARE_SECONDS,
            check=False,
        )
    if done.returncode:
        raise NotPrepared(log, log.read_text(errors="replace")[-4096:])
    return Links(**json.loads(done.stdout))


def start_site(home: Home, port: int, env: Mapping[str, str]) -> Child:
    return Child(
        Plan("The site", _command("site", "--port", str(port)), home.logs / "site.log", home.run / "site.pid", env=env)
    )


def start_worker(home: Home, env: Mapping[str, str]) -> Child:
    ready = home.run / READY
    ready.unlink(missing_ok=True)
    command = _command("worker", "--ready-file", str(ready))
    return Child(Plan("The worker", command, home.logs / "worker.log", home.run / "worker.pid", env=env))


def wait_for_site(site: Child, port: int) -> None:
    _wait(site, lambda: _healthy(port))


def wait_for_worker(worker: Child, home: Home) -> None:
    _wait(worker, (home.run / READY).exists)


def _command(*arguments: str) -> list[str]:
    # -P: a folder that happens to be the working directory is no place for modules
    return [sys.executable, "-P", "-m", "perfgym.console.entry", *arguments, "--traceback"]


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    return False


def _wait(child: Child, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if child.ended():
            raise PartEnded(child.plan.name, child.plan.log, child.tail())
        if time.monotonic() > deadline:
            raise PartNotReady(child.plan.name, START_SECONDS, child.plan.log, child.tail())
        time.sleep(5 * LOOK_SECONDS)
