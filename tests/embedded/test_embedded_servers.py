"""The embedded servers: private, unprivileged, carrying on with the data, and gone when they should be."""

import os
import shutil
import signal
import stat
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
import redis
from holder import holder
from kombu import Connection

from perfgym.embedded import address, servers, urls
from perfgym.embedded.errors import AlreadyRunning, DiskFull, OtherPostgres, ServerFailed

pytestmark = pytest.mark.servers
WAIT = 30


def sql(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)  # type: ignore[call-overload]
        return cursor.fetchall() if cursor.description else []


def sockets(folder: Path) -> list[Path]:
    return [place for place in folder.rglob("*") if stat.S_ISSOCK(place.lstat().st_mode)]


def test_both_answer_and_the_data_are_there_again_next_time(folder: Path) -> None:
    with servers.start(folder, environ={}) as running:
        assert redis.Redis.from_url(running.redis_url).ping()
        sql(running.database_url, "CREATE TABLE kept AS SELECT 42 AS answer")
    assert sockets(folder) == []
    with servers.start(folder, environ={}) as running:
        assert sql(running.database_url, "SELECT answer FROM kept") == [(42,)]


def test_nothing_listens_on_the_network_and_nobody_else_gets_in(folder: Path) -> None:
    with servers.start(folder, environ={}) as running:
        for child in running.children:
            process = psutil.Process(child.pid)
            assert process.net_connections("tcp") == []
            assert process.uids().effective != 0
        for place in sockets(folder):
            assert place.parent.stat().st_mode & 0o077 == 0
        assert sql(running.database_url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(running.database_url, password="guess")
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
            psycopg.connect(running.database_url, user="postgres")


def test_celery_reaches_the_database_of_the_address_over_the_socket(folder: Path) -> None:
    with servers.start(folder, environ={}) as running:
        address = running.redis_url.replace("db=0", "db=3")
        with Connection(urls.celery_broker(address)) as connection, connection.SimpleQueue("bells") as queue:
            queue.put("ring")
            assert redis.Redis.from_url(address).exists("bells")


def test_a_second_start_beside_the_first_is_refused(folder: Path) -> None:
    with servers.start(folder, environ={}) as running:
        with pytest.raises(AlreadyRunning), servers.start(folder, environ={}):
            pytest.fail("two at once")
        assert sql(running.database_url, "SELECT 1") == [(1,)]


def test_servers_of_the_environment_are_used_instead(folder: Path) -> None:
    given = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://queue/0"}
    with servers.start(folder, environ=given) as running:
        assert (running.database_url, running.redis_url, running.children) == (
            "postgresql://db/x",
            "redis://queue/0",
            (),
        )
    assert not (folder / "postgres").exists()


def test_a_path_too_long_for_sockets_gets_a_short_private_name(folder: Path) -> None:
    deep = folder / ("x" * 100) / "home"
    with servers.start(deep, environ={}) as running:
        assert redis.Redis.from_url(running.redis_url).ping()
        assert sql(running.database_url, "SELECT 1") == [(1,)]
        short = Path(running.redis_url.removeprefix("unix://").split("?")[0]).parents[2]
        assert short.parent == address.SHORT
        assert stat.S_IMODE(short.stat().st_mode) == 0o700
    assert not short.exists()


def test_a_short_name_prepared_by_someone_else_is_not_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = folder.parent / "short"
    prepared.mkdir()
    monkeypatch.setattr(address, "SHORT", prepared)
    home = address.Home(folder / ("x" * 100))
    with address.short(home) as link:
        first = link.parent
    first.symlink_to(folder)
    with address.short(home) as link:
        assert link.parent != first
        assert not link.parent.is_symlink()
    assert first.is_symlink()


def test_kill_9_leaves_no_process_and_the_next_start_carries_on(folder: Path) -> None:
    with holder(folder) as (process, database_url, below):
        sql(database_url, "CREATE TABLE kept AS SELECT 42 AS answer")
        assert {"postgres", "valkey-server"} <= {each.name() for each in below}
        os.kill(process.pid, signal.SIGKILL)
        _, alive = psutil.wait_procs(below, timeout=WAIT)
    assert alive == []
    with servers.start(folder, environ={}) as running:
        assert sql(running.database_url, "SELECT answer FROM kept") == [(42,)]


def test_kill_9_of_everything_loses_nothing_that_was_committed(folder: Path) -> None:
    with holder(folder) as (process, database_url, below):
        sql(database_url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
        for victim in [psutil.Process(process.pid), *below]:
            with suppress(psutil.NoSuchProcess):  # a server ends by itself as soon as its holder is gone
                victim.kill()
        psutil.wait_procs(below, timeout=WAIT)
    assert (folder / "postgres" / "data" / "postmaster.pid").exists()
    with servers.start(folder, environ={}) as running:
        assert sql(running.database_url, "SELECT count(*) FROM kept") == [(1000,)]


def test_a_stale_pid_file_that_names_another_living_program_is_no_obstacle(folder: Path) -> None:
    with servers.start(folder, environ={}):
        content = (folder / "postgres" / "data" / "postmaster.pid").read_text().splitlines()
    stranger = str(os.getpid())
    (folder / "postgres" / "data" / "postmaster.pid").write_text("\n".join([stranger, *content[1:], ""]))
    (folder / "run" / "postgres.pid").write_text(f"[{stranger}, 1.0]")
    with servers.start(folder, environ={}) as running:
        assert sql(running.database_url, "SELECT 1") == [(1,)]


def test_a_set_up_that_was_interrupted_is_done_again(folder: Path) -> None:
    with servers.start(folder, environ={}):
        pass
    (folder / "postgres" / "data").rename(folder / "postgres" / "data.new")
    (folder / "postgres" / "data.new" / "pg_hba.conf").unlink()
    with servers.start(folder, environ={}) as running:
        assert sql(running.database_url, "SELECT 1") == [(1,)]


def test_a_server_that_does_not_start_is_said_with_the_end_of_its_log(folder: Path) -> None:
    with servers.start(folder, environ={}):
        pass
    with (folder / "postgres" / "data" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(ServerFailed, match="no_such_setting"), servers.start(folder, environ={}):
        pytest.fail("it started")
    assert list((folder / "run").iterdir()) == []


def test_data_of_another_postgresql_are_refused(folder: Path) -> None:
    with servers.start(folder, environ={}):
        pass
    (folder / "postgres" / "data" / "PG_VERSION").write_text("17\n")
    with pytest.raises(OtherPostgres, match="PostgreSQL 17"), servers.start(folder, environ={}):
        pytest.fail("it started")


def test_a_disk_without_room_is_said_before_anything_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 0))
    with pytest.raises(DiskFull, match="Make room"), servers.start(folder, environ={}):
        pytest.fail("it started")
    assert not (folder / "postgres").exists()
