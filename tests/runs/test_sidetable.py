"""How what was counted is shown."""

from perfgym.measure.rule import Verdict
from perfgym.runs.counting import Counts, Statement
from perfgym.runs.side import Side
from perfgym.runs.sidetable import lines, table
from tests.apps.bookshop_arms import lab

AUTHOR = "SELECT id, name, born, bio FROM authors WHERE id = $1"


def statement(text: str, calls: int) -> Statement:
    return Statement(text, calls, rows=calls, buffers=3 * calls, temp_blocks=0, wal_bytes=0, ms=calls / 100)


def side(calls: int, forgotten: int = 0) -> Side:
    made = Side()
    made.before = Counts(10, 5000, 2**28, 0, 0, (statement(AUTHOR, 240), statement("COMMIT", 10)))
    made.after = Counts(10, 5000, 2**28, 0, forgotten, (statement(AUTHOR, calls), statement("commit", 10)))
    return made


def test_counts_are_a_request_and_control_of_transactions_is_no_query() -> None:
    stated = side(0).stated(lab().defects, Verdict.FASTER)
    assert (stated["before"]["queries"], stated["before"]["commits"]) == (24, 1)
    assert (stated["after"]["queries"], stated["after"]["commits"]) == (0, 1)
    assert stated["defects"][0]["share"] == 1


def test_rows_that_are_zero_in_both_are_left_out() -> None:
    shown = table(side(0).stated(lab().defects, Verdict.FASTER))
    assert ("queries", "24", "0") in shown["rows"]
    assert ("received over the wire", "500 bytes", "500 bytes") in shown["rows"]
    assert not [row for row in shown["rows"] if "temporary" in row[0] or "log" in row[0]]


def test_a_verdict_that_is_not_faster_claims_no_share() -> None:
    for verdict in set(Verdict) - {Verdict.FASTER}:
        assert {row["share"] for row in side(0).stated(lab().defects, verdict)["defects"]} == {None}


def test_what_the_database_forgot_is_said_and_takes_the_share() -> None:
    stated = side(0, forgotten=3).stated(lab().defects, Verdict.FASTER)
    assert {row["share"] for row in stated["defects"]} == {None}
    assert "forgot some 3 times" in lines(stated)[-1]


def test_segments_add_up() -> None:
    one = side(0).before
    two = one + one
    assert (two.requests, two.wire_bytes, two.memory_bytes) == (20, 10_000, 2**28)
    assert len(two.statements or ()) == 4


def test_an_app_without_a_database_has_wire_and_memory() -> None:
    made = Side()
    made.before = Counts() + Counts(10, 5000, 2**28)
    made.after = Counts() + Counts(10, 2500, 2**27)
    shown = table(made.stated((), Verdict.FASTER))
    assert [row[0] for row in shown["rows"]] == ["received over the wire", "memory at the end, in all"]
    assert not shown["counted"]
    assert shown["defects"] == []


def test_where_nothing_was_counted_nothing_is_said() -> None:
    stated = Side().stated(lab().defects, Verdict.FASTER)
    assert stated["defects"] == []
    assert lines(stated) == []
