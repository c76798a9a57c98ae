"""A version's own SQL: told apart into statements, run one by one, and every fault with its line and in time."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from perfgym.sandbox.inside import migration
from perfgym.sandbox.inside.migration import Migration, statements

TRICKY = """-- a comment; with a semicolon
CREATE TABLE t (a text DEFAULT 'it''s; here');  /* ; */ SELECT 1
;
CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $body$
  SELECT 'x;y';
$body$;
SELECT E'a\\';b', "c;d" FROM t;
;; -- nothing
"""


def test_only_a_semicolon_outside_of_quotes_and_comments_ends_a_statement() -> None:
    found = list(statements(TRICKY))
    assert [line for line, _ in found] == [2, 2, 4, 7]
    assert found[0][1] == "CREATE TABLE t (a text DEFAULT 'it''s; here')"
    assert found[2][1].endswith("$body$")
    assert found[3][1] == "SELECT E'a\\';b', \"c;d\" FROM t"


@pytest.mark.parametrize("text", ["", "  \n", "-- nothing\n/* at\n all */ ;"])
def test_comments_alone_are_no_statement(text: str) -> None:
    assert list(statements(text)) == []


@pytest.mark.parametrize("text", ["SELECT 'open; SELECT 2;", "SELECT $a$ 1; SELECT 2", 'SELECT "open; SELECT 2;'])
def test_what_is_never_closed_is_for_the_server_to_refuse(text: str) -> None:
    assert next(iter(statements(text)))[1].startswith("SELECT")


@pytest.fixture
def where(db: None) -> Iterator[str]:
    """A server to try it on, in a schema of its own."""
    settings = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    told = " ".join(f"{name}={settings[key]}" for name, key in names.items() if settings[key])
    with psycopg.connect(told, autocommit=True) as own:
        own.execute("DROP SCHEMA IF EXISTS migrated CASCADE")
        own.execute("CREATE SCHEMA migrated")
        yield f"{told} options='-c search_path=migrated'"
        own.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'stays'")
        own.execute("DROP SCHEMA migrated CASCADE")


def ran(where: str, text: str) -> Migration:
    own = Migration(where, text)
    own.run()
    return own


def test_all_statements_run_also_those_that_no_transaction_may_hold(where: str) -> None:
    own = ran(where, "CREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY t_a ON t (a);\nVACUUM t")
    assert (own.fault, own.count) == (None, 3)
    assert ran(where, "SELECT 1 / count(*) FROM pg_class WHERE relname = 't_a'").fault is None


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("CREATE TABLE t (a int);\n\nCREATE VIEW v AS\n  SELECT b FROM t;", 4, 'column "b" does not exist'),
        ("CREATE TABLE t (a int);\nCREATE TABLE t (a int);", 2, "already exists"),
        ("-- first\nCREAT INDEX x;", 2, "syntax error"),
        ("SELECT 'open", 1, "unterminated"),
        ("CREATE TABLE t (at timestamptz);\nCREATE INDEX ON t (date_trunc('day', at));", 2, "IMMUTABLE"),
    ],
)
def test_a_fault_is_told_with_its_line(where: str, text: str, line: int, said: str) -> None:
    fault = ran(where, text).fault
    assert fault is not None
    assert fault["line"] == line
    assert said in fault["message"]


def test_what_takes_too_long_is_ended_even_where_it_has_lifted_its_limit(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "SECONDS", 0.2)
    monkeypatch.setattr(migration, "HELD", 0.2)
    assert "the time was over" in str(ran(where, "SELECT 1;\nSELECT pg_sleep(20)").fault)
    lifted = "SET application_name = 'stays'; DO $$ BEGIN SET statement_timeout = 0; END $$;\n{}"
    trapped = "DO $$ BEGIN PERFORM pg_sleep(20); EXCEPTION WHEN query_canceled THEN PERFORM pg_sleep(20); END $$"
    fault = ran(where, lifted.format(trapped)).fault
    assert fault is not None
    assert fault["line"] == 2
    assert "the time was over" in fault["message"]
