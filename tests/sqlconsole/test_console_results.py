"""What the console shows of a result: typed, as text, and never more than it may."""

from tests.sqlconsole.console_pods import Console


def test_columns_have_a_name_and_a_type_and_null_is_no_text(console: Console) -> None:
    shown = console.run("SELECT 1 AS n, 'a'::varchar(5) AS t, NULL::date AS d, 1.50::numeric(6,2) AS m").shown[
        "results"
    ][0]
    assert shown["columns"] == [
        ["n", "integer"], ["t", "character varying(5)"], ["d", "date"], ["m", "numeric(6,2)"],
    ]  # fmt: skip
    assert shown["rows"] == [["1", "a", None, "1.50"]]


def test_types_of_ones_own_are_named(console: Console) -> None:
    answer = console.run("BEGIN; CREATE TYPE mood AS ENUM ('fine'); SELECT 'fine'::mood AS m; ROLLBACK")
    assert [result["tag"] for result in answer.shown["results"]] == ["BEGIN", "CREATE TYPE", "SELECT 1", "ROLLBACK"]
    assert answer.shown["results"][2]["columns"][0][0] == "m"


def test_names_may_stand_twice(console: Console) -> None:
    shown = console.run("SELECT 1 AS a, 2 AS a, 3").shown["results"][0]
    assert [name for name, _ in shown["columns"]] == ["a", "a", "?column?"]


def test_two_hundred_rows_are_shown_and_the_query_ends_there(console: Console) -> None:
    answer = console.run("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r")
    shown = answer.shown["results"][0]
    assert answer.ending == "done"
    assert (len(shown["rows"]), shown["more_rows"]) == (200, True)


def test_what_changes_rows_is_done_whole_however_many_it_returns(console: Console) -> None:
    answer = console.run("CREATE TEMP TABLE many AS SELECT 1 AS n LIMIT 0; SELECT 1")
    answer = console.run("INSERT INTO many SELECT generate_series(1, 1000) RETURNING n")
    assert (len(answer.shown["results"][0]["rows"]), answer.shown["results"][0]["more_rows"]) == (200, True)
    assert console.rows("SELECT count(*) FROM many") == [["1000"]]


def test_a_long_value_is_cut_and_counted(console: Console) -> None:
    shown = console.run("SELECT repeat('x', 100000), 'y'").shown["results"][0]
    assert shown["cut"] == 1
    assert len(shown["rows"][0][0]) < 66_000
    assert shown["rows"][0][1] == "y"


def test_all_rows_together_stay_below_a_megabyte(console: Console) -> None:
    answer = console.run("SELECT repeat(chr(1), 60000) FROM generate_series(1, 150)")
    assert answer.ending == "done"
    assert len(str(answer.shown["results"]).encode()) < 1 << 20
    assert answer.shown["results"][0]["more_rows"]


def test_columns_beyond_a_hundred_are_counted(console: Console) -> None:
    columns = ", ".join(f"{i} AS c{i}" for i in range(1600))
    shown = console.run(f"SELECT {columns}").shown["results"][0]
    assert (len(shown["columns"]), len(shown["rows"][0]), shown["more_columns"]) == (100, 100, 1500)


def test_results_beyond_twenty_are_counted(console: Console) -> None:
    shown = console.run("SELECT 1;" * 30).shown
    assert (len(shown["results"]), shown["more_results"]) == (20, 10)


def test_notices_are_kept_up_to_twenty(console: Console) -> None:
    shown = console.run(
        "DO $$ BEGIN FOR i IN 1..500 LOOP RAISE NOTICE 'n %', repeat('x', 5000); END LOOP; END $$"
    ).shown
    assert (len(shown["notices"]), shown["more_notices"]) == (20, 480)
    assert all(len(notice) < 2100 for notice in shown["notices"])


def test_an_error_has_its_place_in_the_statement(console: Console) -> None:
    assert console.fault("SELECT *\nFROM nothing")["position"] == 15
    assert console.fault("SELECT *\nFROM nothing", "explain")["position"] == 15
    fault = console.fault("SELECT 1 FROM things WHERE id = 'x'")
    assert (fault["code"], fault["position"]) == ("22P02", 33)


def test_a_text_without_a_statement_shows_nothing(console: Console) -> None:
    answer = console.run("-- nothing to see")
    assert (answer.ending, answer.shown["results"]) == ("done", [])
