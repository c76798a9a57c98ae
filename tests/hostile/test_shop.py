"""An app with a database keeps what it acknowledged: through a kill, and with nothing of its durability given away."""

import secrets

import pytest

from perfgym.catalog import library
from perfgym.runs.execution import compare
from perfgym.runs.job import Job, unheard
from perfgym.runs.outcome import Outcome
from perfgym.runs.pace import Pace
from perfgym.sandbox import drivers, slots
from tests.hostile.performer import TOO_FEW, TRIES

pytestmark = [pytest.mark.measures, pytest.mark.timeout(300)]

AT_FIRST = """
import functools
_usual = db.pool
@functools.cache
def _pool():
    made = _usual()
    with made.connection() as connection:
        connection.execute({statement!r})
    return made
db.pool = _pool
"""
EACH = """
_usual = db.connection
def _connection():
    held = _usual()
    held.execute("SET LOCAL synchronous_commit = off")
    return held
db.connection = _connection
"""
LATE = """
import os, psycopg, threading
def _later(sql, params):
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute(sql, params)
def post_review(book, reader, stars, body):
    sql = "INSERT INTO reviews (book_id, reader, stars, body) VALUES (%s, %s, %s, %s)"
    threading.Timer(1, _later, (sql, [book["id"], reader, stars, body])).start()
"""
CHEATS = {
    "commits that nobody waits for": (EACH, "lost_writes", "synchronous_commit off"),
    "the same, stored for the role": (
        AT_FIRST.format(statement="ALTER ROLE shop SET synchronous_commit = off"),
        "lost_writes",
        "has set synchronous_commit to off",
    ),
    "a table that forgets": (
        AT_FIRST.format(statement="ALTER TABLE reviews SET UNLOGGED"),
        "lost_writes",
        "The table reviews was made UNLOGGED",
    ),
    "a view in place of a table": (
        AT_FIRST.format(statement="ALTER TABLE reviews RENAME TO kept; CREATE VIEW reviews AS SELECT * FROM kept"),
        "lost_writes",
        "reviews is no longer a table",
    ),
    "a review that is stored a second later": (LATE, "wrong_answers", "/books/"),
}
HONEST = {
    "a start that takes its time": "import time; time.sleep(4)\n",
    "a table of its own that may forget": AT_FIRST.format(
        statement="CREATE UNLOGGED TABLE IF NOT EXISTS seen (id int)"
    ),
}
SHORT = {"commits that nobody waits for", "a table that forgets", "a start that takes its time"}


def measured(code: str, driver_name: str) -> Outcome:
    """Of the shop with this code at the end of what writes."""
    lab = library.default().lab("sql-n-plus-one")
    path = "bookshop/orders.py"
    driver = drivers.choose(driver_name)
    for _ in range(TRIES):
        job = Job(
            lab=lab,
            edits={path: lab.editable_files()[path] + code.encode()},
            driver=driver,
            slot=slots.measuring_slot(),
            seed=secrets.randbits(62),
            site="hostile",
            run=f"shop-{secrets.token_hex(4)}",
            fence=1,
            worker="shop",
            report=unheard,
            stop=lambda: False,
            pace=Pace(slices=4, segments=1),
        )
        outcome = compare(job)
        if outcome.reason != "too_noisy" or TOO_FEW in outcome.message:
            break
    return outcome


@pytest.fixture
def chosen(request: pytest.FixtureRequest, name: str) -> str:
    if name not in SHORT and not request.config.getoption("--long"):
        pytest.skip("only with --long")
    return name


@pytest.mark.docker
@pytest.mark.parametrize("name", CHEATS)
def test_what_gives_durability_away_is_refused(chosen: str, name: str) -> None:
    code, reason, says = CHEATS[chosen]
    outcome = measured(code, "docker")
    assert (outcome.reason, outcome.points) == (reason, 0), outcome.message
    assert says in outcome.message


@pytest.mark.docker
@pytest.mark.parametrize("name", HONEST)
def test_what_is_honest_is_not_accused(chosen: str, name: str) -> None:
    outcome = measured(HONEST[chosen], "docker")
    assert outcome.reason is None or TOO_FEW in outcome.message, outcome.message
