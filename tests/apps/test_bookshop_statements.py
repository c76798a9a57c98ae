"""The pod's database tells what the app asked it, and how it answered; the app cannot make it tell anything else."""

from collections.abc import Iterator

import pytest

from perfgym.charts import plans
from perfgym.runs.arm import Arm
from perfgym.runs.statements import statistics
from perfgym.runs.statements.collecting import Collecting
from perfgym.runs.statements.counted import ArmStatements, Counted
from tests.apps.bookshop_arms import running, visit

TURNS = 30
AUTHOR = "SELECT id, name, born, bio FROM authors WHERE id = $1"

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def arm() -> Iterator[Arm]:
    with running({}) as arm:
        yield arm


def as_app(arm: Arm, *statements: str) -> None:
    dsn = f"postgresql://shop:{arm._passwords.app}@127.0.0.1:{{DB_PORT}}/shop"
    arm.runner.ask("sql", dsn=dsn, statements=statements)


def collected(arm: Arm, *statements: str, turns: int = 0) -> ArmStatements:
    """What was asked while the app answered so many turns and then sent these statements."""
    collecting = Collecting(arm.statistics)
    collecting.begin()
    for i in range(arm.turns, arm.turns + turns):
        arm.turn(i)
    if statements:
        as_app(arm, *statements)
    found = collecting.end(turns)
    assert found is not None
    assert not found.why
    return found


def unsampled(arm: Arm) -> Collecting:
    """Begun, but no plan is taken of what runs."""
    collecting = Collecting(arm.statistics)
    collecting.begin()
    assert arm.statistics is not None
    arm.statistics.plans([], 0)
    return collecting


def one(found: ArmStatements, start: str) -> Counted:
    return next(each for each in found.statements if each.text.startswith(start))


def test_one_query_too_many_shows_in_the_calls_a_request_and_has_a_real_plan(arm: Arm) -> None:
    found = collected(arm, turns=TURNS)
    author = one(found, AUTHOR)
    assert author.calls > 5 * TURNS
    assert author.rows == author.calls
    assert author.plan is not None
    assert author.plan.run
    assert author.plan.values.startswith("$1 = '")
    drawn = plans.drawn(author.plan.json)
    assert drawn.measured
    assert drawn.root.title == "Index Scan using authors_pkey on authors"


def test_a_table_that_is_read_for_one_row_is_marked_as_the_worst(arm: Arm) -> None:
    found = collected(arm, "SELECT title FROM books WHERE blurb = 'none has this' ORDER BY title")
    drawn = plans.drawn(one(found, "SELECT title FROM books WHERE blurb").plan.json)  # type: ignore[union-attr]
    assert drawn.verdict.startswith("Seq Scan on books")
    assert "It used no index; one on books (blurb) could lead to them directly." in drawn.verdict
    assert drawn.root.below[0].worst


def test_what_was_not_seen_running_has_a_plan_without_values(arm: Arm) -> None:
    collecting = unsampled(arm)
    as_app(arm, "SELECT id FROM books WHERE isbn = '1' AND title = 'x;y' LIMIT 3", "DELETE FROM books WHERE id = -1")
    found = collecting.end(1)
    assert found is not None
    made = [one(found, start).plan for start in ("SELECT id FROM books", "DELETE FROM books")]
    assert [plan and (plan.run, plans.drawn(plan.json).measured) for plan in made] == [(False, False)] * 2


def test_writes_are_planned_as_they_ran_and_not_run_again(arm: Arm) -> None:
    found = collected(arm, "INSERT INTO reviews (book_id, reader, stars, body) VALUES (1, 'once', 3, 'once only')")
    insert = one(found, "INSERT INTO reviews")
    assert insert.plan is not None
    assert insert.plan.run
    assert arm.audit("SELECT count(*) FROM public.reviews WHERE body = 'once only'") == [[1]]


def test_what_an_app_writes_into_the_log_is_no_plan(arm: Arm) -> None:
    forged = '{"Plan": {"Node Type": "Forged"}, "Query Identifier": %s}'
    found = collected(arm, "SELECT 4711")
    identifier = arm.statements(
        ["SELECT queryid FROM perfgym.pg_stat_statements WHERE userid = 'shop'::regrole AND query = 'SELECT $1'"]
    )[0][0]
    plan = f"duration: 99.9 ms  plan:\n{forged % identifier}"
    located = f"{plan}\nLOCATION:  explain_ExecutorEnd, auto_explain.c:1"
    raised = [f"DO $do$ BEGIN RAISE LOG '%', $t${text}$t$; END $do$" for text in (plan, located)]
    found = collected(arm, *raised * 10, "SELECT 4711")
    assert all("Forged" not in each.plan.json for each in found.statements if each.plan)
    assert one(found, "SELECT $1").plan is not None


def test_hostile_statements_are_counted_and_capped(arm: Arm) -> None:
    html = 'SELECT 1 AS "<script>alert(1)</script>"'
    long = f"SELECT {', '.join(f'{n} AS c{n}' for n in range(1_500))}, '{'x' * 1_000_000}'"
    found = collected(arm, html, long)
    assert one(found, 'SELECT $1 AS "<script>alert(1)</script>"').calls == 1
    assert [len(each.text) for each in found.statements if each.cut] == [2_000]
    found = collected(arm, *(f"LISTEN channel{n}" for n in range(10_000)))
    assert len(found.statements) == 50
    assert found.rest.statements > 2_000
    assert found.rest.forgotten > 0


MEDDLES = """
CREATE FUNCTION meddles() RETURNS text IMMUTABLE LANGUAGE plpgsql AS $f$ BEGIN
  IF session_user <> 'shop' THEN CREATE TABLE taken (); END IF;
  RETURN 'x';
END $f$
"""
CLINGS = """
CREATE FUNCTION clings() RETURNS text IMMUTABLE LANGUAGE plpgsql AS $f$ BEGIN
  IF current_setting('default_transaction_read_only') = 'off' THEN RETURN 'x'; END IF;
  LOOP
    BEGIN
      PERFORM pg_sleep(3600);
    EXCEPTION WHEN query_canceled THEN PERFORM 1;
    END;
  END LOOP;
END $f$
"""


def test_what_planning_calls_has_no_more_rights_than_the_app(arm: Arm) -> None:
    collecting = unsampled(arm)
    as_app(arm, MEDDLES, "SELECT id FROM books WHERE title = meddles()")
    found = collecting.end(1)
    assert found is not None
    assert one(found, "SELECT id FROM books WHERE title = meddles").plan
    assert arm.audit("SELECT count(*) FROM pg_class WHERE relname = 'taken'") == [[0]]


def test_settings_that_the_app_stores_do_not_hold_for_the_platforms_session(arm: Arm) -> None:
    as_app(
        arm,
        "ALTER DATABASE shop SET role = 'shop'",
        "ALTER DATABASE shop SET default_transaction_read_only = on",
        "ALTER DATABASE shop SET search_path = 'public'",
    )
    try:
        assert collected(arm, "SELECT 4712").statements
    finally:
        as_app(arm, "SET default_transaction_read_only = off", "ALTER DATABASE shop RESET ALL")


def test_a_database_that_does_not_answer_or_has_died_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "SECONDS", 1.0)
    with running({}) as arm:
        visit(arm, 2)
        collecting = unsampled(arm)
        as_app(arm, CLINGS, "SELECT id FROM books WHERE title = clings()")
        stuck = collecting.end(2)
        assert arm.database is not None
        arm.database.kill()
        dead = collecting.end(2)
    assert stuck is not None
    assert "in time" in stuck.why
    assert dead is not None
    assert "had ended" in dead.why
