"""The server parses, transactions are the learner's own, and a read-only session stays one."""

import pytest

from tests.sqlconsole.console_pods import Console


def test_several_statements_run_in_order_as_the_server_splits_them(console: Console) -> None:
    answer = console.run("SELECT ';' AS \"a;b\"; /* ; */ SELECT $$ ; $$; -- ; \nSELECT 3")
    assert [result["rows"] for result in answer.shown["results"]] == [[[";"]], [[" ; "]], [["3"]]]


def test_a_transaction_stays_open_over_statements_and_can_be_undone(console: Console) -> None:
    assert console.run("BEGIN").shown["transaction"] == "intrans"
    console.run("DELETE FROM things WHERE id <= 10")
    assert console.rows("SELECT count(*) FROM things") == [["9990"]]
    assert console.fault("SELECT nonsense")["code"] == "42703"
    assert console.run("SELECT 1").shown["fault"]["code"] == "25P02"
    assert console.run("ROLLBACK").shown["transaction"] == "idle"
    assert console.rows("SELECT count(*) FROM things") == [["10000"]]


def test_a_query_that_has_no_cursor_leaves_the_transaction_as_it_was(console: Console) -> None:
    console.run("BEGIN ISOLATION LEVEL SERIALIZABLE")
    assert console.rows("SHOW transaction_isolation") == [["serializable"]]
    assert console.rows("UPDATE things SET label = 'x' WHERE id = 1 RETURNING label") == [["x"]]
    assert console.run("ROLLBACK").shown["transaction"] == "idle"


@pytest.mark.parametrize(
    "text", ["VACUUM things", "CREATE INDEX CONCURRENTLY things_label ON things (label)", "DROP INDEX things_label"]
)
def test_what_needs_to_be_outside_of_a_transaction_is(console: Console, text: str) -> None:
    assert console.run(text).ending == "done"


def test_copy_is_refused_in_words_both_ways(console: Console) -> None:
    for text in ("COPY things TO STDOUT", "COPY things FROM STDIN", "SELECT 1; COPY things TO STDOUT"):
        assert "COPY" in console.fault(text)["message"]
    assert console.rows("SELECT count(*) FROM things") == [["10000"]]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE t (x int)",
        "DELETE FROM things",
        "SELECT nextval('pg_catalog.pg_largeobject_loid_seq')",
        "DO $$ BEGIN SET TRANSACTION READ WRITE; DELETE FROM things; END $$",
        "DO $$ BEGIN COMMIT; DELETE FROM things; END $$",
        "SET TRANSACTION READ WRITE",
        "SELECT set_config('transaction_read_only', 'off', false)",
        "WITH gone AS (DELETE FROM things RETURNING 1) SELECT count(*) FROM gone",
        "EXPLAIN ANALYZE DELETE FROM things",
        "SELECT 1; COMMIT; DELETE FROM things",
        "ALTER ROLE CURRENT_USER SET default_transaction_read_only = off",
    ],
)
def test_a_read_only_session_refuses_to_write(read_only: Console, text: str) -> None:
    read_only.fault(text)
    assert read_only.rows("SELECT count(*) FROM things") == [["10000"]]


@pytest.mark.parametrize(
    "text", ["COMMIT", "ROLLBACK", "COMMIT AND CHAIN", "BEGIN READ WRITE", "SET default_transaction_read_only = off"]
)
def test_leaving_the_transaction_of_a_read_only_session_gains_nothing(read_only: Console, text: str) -> None:
    read_only.run(text)
    assert read_only.fault("DELETE FROM things")["code"] == "25006"
    assert read_only.rows("SELECT count(*) FROM things") == [["10000"]]


def test_a_plan_is_of_one_statement(console: Console) -> None:
    assert "One statement at a time" in console.fault("SELECT 1; DROP TABLE things", "explain")["message"]
    assert console.rows("SELECT count(*) FROM things") == [["10000"]]
