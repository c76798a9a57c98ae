"""What is counted beside the clock is exact, and not for the app to meddle with."""

import pytest

from perfgym.errors import PlatformError
from perfgym.measure.rule import Verdict
from perfgym.runs.arm import Arm
from perfgym.runs.attribution import State
from perfgym.runs.counting import Counting, Counts
from perfgym.runs.side import Side
from tests.apps.bookshop_arms import lab, running

TURNS = 40
CONNECTS = b"""

def list_categories():
    import os

    import psycopg
    from psycopg.rows import dict_row

    with psycopg.connect(os.environ["DATABASE_URL"], row_factory=dict_row) as fresh:
        return fresh.execute("SELECT id, slug, name FROM categories ORDER BY name").fetchall()
"""

pytestmark = pytest.mark.servers


def fullest(arm: Arm) -> Counts:
    """The counts of one request for a list, that with the most queries."""
    arm.turn(0)
    found = []
    for i in range(1, TURNS):
        counting = Counting(arm)
        answer = arm.turn(i)
        counts = counting.end()
        assert counts.requests == 1
        if answer.name == "GET /books":
            found.append(counts)
    return max(found, key=lambda one: sum(statement.calls for statement in one.statements or ()))


def test_starter_and_reference_are_counted_to_the_query() -> None:
    side = Side()
    with running({}) as arm:
        side.before = fullest(arm)
    with running(lab().reference()) as arm:
        side.after = fullest(arm)
    stated = side.stated(lab().defects, Verdict.FASTER)
    assert [stated[arm][name] for arm in ("before", "after") for name in ("queries", "commits")] == [50, 1, 2, 1]
    assert stated["before"]["rows"] == 10 + 25 + 24 + 24
    author, rating, line, rest = stated["defects"]
    assert [(row["before"], row["after"], row["state"]) for row in (author, rating)] == [(24, 0, State.GONE)] * 2
    assert [row["share"] for row in (author, rating)] == [0.5, 0.5]
    assert line["state"] == State.ABSENT
    assert (rest["before"], rest["after"], rest["share"]) == (2, 2, None)
    assert stated["after"]["wire_bytes"] > 1000


def test_connections_that_the_app_opens_are_counted_and_ours_are_not() -> None:
    queries = lab().editable_files()["bookshop/queries.py"]
    with running({"bookshop/queries.py": queries + CONNECTS}) as arm:
        assert fullest(arm).connections == 1
    with running({}) as arm:
        assert fullest(arm).connections == 0


def as_app(arm: Arm, *statements: str) -> None:
    dsn = f"postgresql://shop:{arm._passwords.app}@127.0.0.1:{{DB_PORT}}/shop"
    arm.runner.ask("sql", dsn=dsn, statements=statements)


def test_the_app_can_neither_reset_nor_switch_off_nor_drop_nor_fake_the_counters() -> None:
    with running({}) as arm:
        counting = Counting(arm)
        for tampering in (
            "SELECT perfgym.pg_stat_statements_reset()",
            "SET pg_stat_statements.track = 'none'",
            "SET compute_query_id = off",
            "ALTER ROLE shop SET pg_stat_statements.track = 'none'",
            "ALTER DATABASE shop SET pg_stat_statements.track = 'none'",
            "DROP EXTENSION pg_stat_statements CASCADE",
            "DROP SCHEMA perfgym CASCADE",
            "CREATE TABLE perfgym.pg_stat_statements_info (dealloc int)",
        ):
            with pytest.raises(PlatformError, match=r"permission denied|must be owner"):
                as_app(arm, tampering)
        fake = "CREATE SCHEMA public CREATE VIEW pg_stat_statements AS SELECT 1 AS calls"
        as_app(arm, "DROP SCHEMA public CASCADE", fake, "SELECT 7")
        arm.statements(["SELECT 'ours', 7"])
        texts = [statement.text for statement in counting.end().statements or ()]
        assert "SELECT $1" in texts
        assert "DROP SCHEMA public CASCADE" in texts
        assert not [text for text in texts if "ours" in text or text == "SELECT $1, $2"]


def test_what_the_database_had_no_room_for_is_counted() -> None:
    with running({}) as arm:
        counting = Counting(arm)
        as_app(arm, *(f"LISTEN channel{number}" for number in range(5200)))
        counts = counting.end()
        assert counts.forgotten > 0
        assert len(counts.statements or ()) > 4000
