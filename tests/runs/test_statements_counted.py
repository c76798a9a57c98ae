"""Statements are told once each, the top ones one by one, and nothing that was counted is lost."""

import pytest

from perfgym.measure.errors import BadBundle
from perfgym.runs.counting import Counts, Statement
from perfgym.runs.side import Side
from perfgym.runs.statements import document
from perfgym.runs.statements.counted import TOP, ArmStatements
from tests.runs.statement_factories import AUTHOR, arm, counted, plan


@pytest.mark.parametrize("same", [f"{AUTHOR};", f"  {AUTHOR} ", AUTHOR.replace(" FROM", "\n  FROM")])
def test_the_same_statement_is_matched_however_it_is_laid_out(same: str) -> None:
    assert counted(same).fingerprint == counted().fingerprint


@pytest.mark.parametrize("other", [AUTHOR.replace("id =", "name ="), AUTHOR.replace("authors", '"Authors"')])
def test_another_statement_is_another(other: str) -> None:
    assert counted(other).fingerprint != counted().fingerprint


def test_long_statements_are_matched_by_what_every_run_keeps_of_them() -> None:
    long = f"SELECT {', '.join(f'column{n}' for n in range(400))} FROM books"
    assert counted(long[:2_000]).fingerprint == counted(long[:1_950]).fingerprint


def test_what_stands_there_twice_is_added_up() -> None:
    (one,) = ArmStatements.summed(10, [counted(calls=3, plan=plan()), counted(calls=4)]).statements
    assert (one.calls, one.rows, one.hit, one.plan) == (7, 7, 21, plan())
    assert one.ms == pytest.approx(0.7)


def test_the_rest_is_what_is_not_among_the_top() -> None:
    every = [counted(f"SELECT {n}", calls=n) for n in range(1, 1_001)]
    summed = ArmStatements.summed(10, every)
    assert [one.text for one in summed.statements[:2]] == ["SELECT 1000", "SELECT 999"]
    assert (len(summed.statements), summed.rest.statements) == (TOP, 950)
    assert sum(one.calls for one in summed.statements) + summed.rest.calls == sum(range(1, 1_001))


def test_what_is_kept_comes_back_as_it_was() -> None:
    before = arm(counted("SELECT '<script>' || \"ü\udc80\"", plan=plan()), counted(), requests=7)
    after = arm(why="The database had ended.")
    found = document.load(document.dump({"before": arm(counted(plan=plan()), requests=7), "after": after}))
    assert found == {"before": arm(counted(plan=plan()), requests=7), "after": after}
    assert "<script>" in document.load(document.dump({"own": before}))["own"].statements[0].text


@pytest.mark.parametrize("content", [b"", b"[]", b'{"schema": 2, "arms": {}}', b'{"schema": 1, "arms": {"own": {}}}'])
def test_what_is_no_such_document_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(BadBundle):
        document.load(content)


def test_a_comparison_has_the_statements_of_all_its_segments_with_their_plans() -> None:
    side, one = Side(), Statement(AUTHOR, 24, 24, 72, 0, 0, 2.4, 2, 99)
    side.before = Counts(10, statements=(one,)) + Counts(20, statements=(one,))
    side.after = Counts(30, statements=())
    side.plans = {"before": {99: plan()}}
    found = side.statements()
    (told,) = found["before"].statements
    assert (found["before"].requests, told.calls, told.hit, told.read, told.plan) == (30, 48, 140, 4, plan())
    assert found["after"].statements == ()


def test_an_app_without_a_database_has_no_statements() -> None:
    assert Side().statements() == {}
