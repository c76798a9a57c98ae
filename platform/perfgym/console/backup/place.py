"""Which site is meant: the database of DATABASE_URL, or the embedded one of the state folder, running or not."""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from perfgym.console.backup.errors import NoSite, Unreachable
from perfgym.embedded import cluster, lock, servers, urls
from perfgym.embedded.errors import AlreadyRunning
from perfgym.embedded.home import Home, open_home
from perfgym.embedded.identity import Identity


@contextlib.contextmanager
def to_read(folder: Path, environ: Mapping[str, str]) -> Iterator[None]:
    """Connect Django to the site's database, whether the site runs or not. Raises NoSite or Unreachable."""
    if url := urls.given(environ, "DATABASE_URL"):
        with _connected(url):
            yield
        return
    if not (folder / "postgres" / "data" / "PG_VERSION").exists():
        raise NoSite(str(folder))
    with _beside_or_alone(open_home(folder), environ) as url, _connected(url):
        yield


@contextlib.contextmanager
def to_write(folder: Path, environ: Mapping[str, str]) -> Iterator[None]:
    """Connect Django to the site's database, made where there is none. Raises AlreadyRunning or Unreachable."""
    if url := urls.given(environ, "DATABASE_URL"):
        with _connected(url):
            yield
        return
    with servers.start(folder, environ) as running, _connected(running.database_url):
        yield


@contextlib.contextmanager
def _beside_or_alone(home: Home, environ: Mapping[str, str]) -> Iterator[str]:
    """The address of the embedded PostgreSQL: of the `up` that runs, or else started for this."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(lock.hold(home))
        except AlreadyRunning:
            yield stack.enter_context(_of_running(home))
            return
        yield stack.enter_context(servers.running(home, environ)).database_url


@contextlib.contextmanager
def _of_running(home: Home) -> Iterator[str]:
    """By a link of our own where the path is too long for a socket: the one of `up` is not ours to remove."""
    data = cluster.Cluster(home.path / "postgres" / "data", Path(), Path(), Identity())
    with tempfile.TemporaryDirectory(prefix="pgb-") as short:
        (Path(short) / "run").symlink_to(home.path / "postgres" / "run")
        yield urls.postgres(Path(short) / "run", cluster.ROLE, data.password(), cluster.NAME)


@contextlib.contextmanager
def _connected(url: str) -> Iterator[None]:
    """Django's default connection, led to `url` for a while."""
    default = connections["default"]
    before = dict(default.settings_dict)
    default.close()
    default.settings_dict.update(urls.django_database(url))
    try:
        _reach(default)
        yield
    finally:
        default.close()
        default.settings_dict.clear()
        default.settings_dict.update(before)


def _reach(database: BaseDatabaseWrapper) -> None:
    try:
        database.ensure_connection()
    except OperationalError as problem:
        raise Unreachable(str(problem)) from problem
