"""Texts that attack or overload the SQL console: each ends as its row says, and the console answers afterwards."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack

import psutil
import pytest

from perfgym.sittings.answer import Answer, Ending
from perfgym.sqlconsole.bounds import Bounds
from perfgym.sqlconsole.models import Statement
from perfgym.sqlconsole.shown import Shown
from tests.hostile.table import Ends, Row
from tests.sqlconsole.console_pods import Console, opened

KIND = "sql"
BOUNDS = Bounds(statement=2.0, step=0.5)
GRACE = 20.0  # seconds that a busy machine may take for a fresh database, beyond the bounds
GROWTH = 50 << 20  # bytes that this process, which plays the worker, may grow by
RUN = f"hostile-{os.getpid()}"
WHO = """
    SELECT current_user, rolsuper OR rolcreaterole OR rolcreatedb, pg_catalog.to_regclass('public.things') IS NULL
    FROM pg_catalog.pg_roles WHERE rolname = current_user
"""
LIMITS = {Ends.FINISHED: [Ending.DONE], Ends.FAILED: [Ending.LIMIT], Ends.REFUSED: [Ending.ERROR]}


@pytest.fixture(scope="module")
def consoles() -> Iterator[dict[str, Console]]:
    """One of each driver, opened when first asked for; it is opened anew after what a learner may break."""
    with ExitStack() as stack:
        yield Opened(stack)


class Opened(dict[str, Console]):
    def __init__(self, stack: ExitStack) -> None:
        super().__init__()
        self._stack = stack

    def __missing__(self, driver: str) -> Console:
        self[driver] = self._stack.enter_context(opened(driver, bounds=BOUNDS, run=RUN))
        return self[driver]


def texts(row: Row) -> list[str]:
    """The whole file; of what must be refused each line by itself, as the first refusal ends a text."""
    content = row.file.read_text(errors="replace")
    lines = [line for line in content.splitlines() if line and not line.startswith("--")]
    return lines if row.ends is Ends.REFUSED else [content]


def told(text: str, answer: Answer) -> str:
    """All that the page says."""
    shown = Shown.of(
        Statement(text=text, state="done", ending=answer.ending, message=answer.message, shown=answer.shown)
    )
    notes = [*shown.notes, *(note for table in shown.tables for note in table.notes)]
    return " ".join([answer.message, *(str(value) for value in (shown.fault or {}).values()), *notes])


def test_a_text_ends_as_its_row_says(row: Row, driver_name: str, consoles: dict[str, Console]) -> None:
    console = consoles[driver_name]
    for text in texts(row):
        start = time.monotonic()
        answer = console.run(text)
        assert time.monotonic() - start < BOUNDS.statement + 3 * BOUNDS.step + GRACE
        assert answer.ending in LIMITS.get(row.ends, [Ending.DONE, Ending.ERROR]), (text, answer)
        for word in row.says:
            assert word in told(text, answer), (text, answer)
    console.run("ROLLBACK")
    answer = console.run(WHO)
    if answer.ending != Ending.DONE or answer.shown["results"][0]["rows"][0][2] == "t":  # broken by its owner
        console.pod.open()
    assert console.rows(WHO) == [["shop", "f", "f"]]


def test_a_console_that_was_locked_out_says_so_and_starts_again() -> None:
    with opened("process", run=RUN) as console:
        console.run("ALTER ROLE CURRENT_USER PASSWORD 'another'; COMMIT; SELECT pg_terminate_backend(pg_backend_pid())")
        shut_out = console.run("SELECT 1")
        assert shut_out.ending == Ending.LOST
        assert "Start again" in shut_out.message
        console.pod.open()
        assert console.rows("SELECT count(*) FROM things") == [["10000"]]


def test_what_waits_for_nothing_is_cancelled_at_once() -> None:
    with opened("process", run=RUN) as console:
        answer = console.run("SELECT pg_sleep(100)", cancelled=lambda: True)
        assert (answer.ending, answer.message) == (Ending.CANCELLED, "You cancelled this statement.")


@pytest.mark.docker
def test_the_worker_stays_small_and_nothing_is_left(consoles: dict[str, Console]) -> None:
    process = psutil.Process()
    with opened("docker", bounds=BOUNDS, run=f"{RUN}-small") as console:
        console.run("SELECT 1")
        before = process.memory_info().rss
        for text in (
            "SELECT repeat('x', 100000000)",
            "SELECT repeat('x', 60000) FROM generate_series(1, 100000)",
            "DO $$ BEGIN FOR i IN 1..1000000 LOOP RAISE NOTICE '%', repeat('x', 100000); END LOOP; END $$",
            "INSERT INTO things SELECT i, repeat('x', 1000) FROM generate_series(20000, 60000) AS i RETURNING label",
        ):
            console.run(text)
        assert process.memory_info().rss - before < GROWTH
    listing = ["docker", "ps", "-aq", "--filter", f"label=perfgym.run={RUN}-small"]
    assert subprocess.run(listing, capture_output=True, text=True, check=True).stdout == ""
