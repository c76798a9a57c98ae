"""Both servers of a state folder, as one thing to start and stop."""

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from perfgym.embedded import address, cluster, lock, postgres, urls, valkey
from perfgym.embedded.child import LOOK_SECONDS, Child
from perfgym.embedded.errors import DiskFull, NotWritable, ServerFailed
from perfgym.embedded.home import Home, open_home
from perfgym.embedded.leftovers import settle

START_SECONDS = 60
STOP_SECONDS = 8
NEEDED_BYTES = 300 * 2**20


def quiet(_: str) -> None:
    """For callers that show no progress."""


@dataclass(frozen=True)
class Servers:
    """Addresses of running servers, ours or those of the environment; `children` are the ones we run."""

    database_url: str
    redis_url: str
    children: tuple[Child, ...]


@contextlib.contextmanager
def start(path: Path | str, environ: Mapping[str, str] = os.environ) -> Iterator[Servers]:
    """Take the state folder `path` and run its servers in it; leaving stops them.

    A DATABASE_URL or REDIS_URL in `environ` takes the place of the server it names. Raises what embedded.errors has.
    """
    home = open_home(Path(path))
    with lock.hold(home), running(home, environ) as servers:
        yield servers


@contextlib.contextmanager
def running(home: Home, environ: Mapping[str, str], say: Callable[[str], None] = quiet) -> Iterator[Servers]:
    """The servers of a state folder whose lock is held."""
    settle(home.run, STOP_SECONDS)
    with contextlib.ExitStack() as stack:
        with _plain_messages(home):
            servers = _start(home, environ, say, stack)
        yield servers


def _start(home: Home, environ: Mapping[str, str], say: Callable[[str], None], stack: contextlib.ExitStack) -> Servers:
    database, redis = urls.given(environ, "DATABASE_URL"), urls.given(environ, "REDIS_URL")
    base = stack.enter_context(address.short(home))
    children = []
    if redis is None:
        say("starting Valkey")
        children.append(_valkey(home, base, stack))
        redis = urls.valkey(base / "valkey" / valkey.SOCKET)
    if database is None:
        say("starting PostgreSQL")
        child, password = _postgres(home, stack)
        children.append(child)
        database = urls.postgres(base / "postgres" / "run", cluster.ROLE, password, cluster.NAME)
    return Servers(database, redis, tuple(children))


def _valkey(home: Home, base: Path, stack: contextlib.ExitStack) -> Child:
    child = valkey.start(home)
    stack.callback(child.stop, STOP_SECONDS)
    _wait(child, lambda: valkey.ready(base / "valkey" / valkey.SOCKET))
    return child


def _postgres(home: Home, stack: contextlib.ExitStack) -> tuple[Child, str]:
    if shutil.disk_usage(home.path).free < NEEDED_BYTES:
        raise DiskFull(home.path)
    found = postgres.prepare(home)
    child = postgres.start(home, found)
    stack.callback(child.stop, STOP_SECONDS)
    _wait(child, lambda: postgres.ready(child, found.data))
    return child, found.password()


def _wait(child: Child, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if child.ended() or time.monotonic() > deadline:
            tail = child.tail()
            if cluster.full(tail):
                raise DiskFull(child.plan.log.parent)
            happened = "ended while it was starting" if child.ended() else f"was not ready after {START_SECONDS} s"
            raise ServerFailed(child.plan.name, happened, child.plan.log, tail)
        time.sleep(LOOK_SECONDS)


@contextlib.contextmanager
def _plain_messages(home: Home) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            raise DiskFull(home.path) from problem
        if problem.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            raise NotWritable(home.path, str(problem)) from problem
        raise
