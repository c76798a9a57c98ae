"""How many questions a page asks, counted by the database itself."""

from collections import defaultdict
from collections.abc import Mapping

import pytest

from tests.apps.bookshop_arms import lab, running

RESET = "SELECT pg_stat_statements_reset()"
CALLS = """
SELECT coalesce(sum(calls), 0)::int FROM pg_stat_statements
 WHERE userid = 'shop'::regrole AND query !~* '^(BEGIN|COMMIT|ROLLBACK)'
"""
TURNS = 60

pytestmark = pytest.mark.servers


def calls_by_page(edits: Mapping[str, bytes]) -> dict[str, list[int]]:
    found = defaultdict(list)
    with running(edits) as arm:
        for i in range(TURNS):
            arm.statements([RESET])
            answer = arm.turn(i)
            found[answer.name].append(arm.statements([CALLS])[0][0])
    return found


def test_the_starter_asks_for_each_book_of_a_list() -> None:
    calls = calls_by_page({})
    assert max(calls["GET /books"]) == 2 + 24 * 2
    assert max(calls["GET /search"]) > 20
    assert max(calls["GET /books/ID"]) <= 6


@pytest.mark.parametrize(("name", "most"), [("reference", 2), ("batched", 4)])
def test_a_correct_version_asks_a_few_times_a_page(name: str, most: int) -> None:
    calls = calls_by_page(lab().reference() if name == "reference" else lab().solution(name))
    assert max(calls["GET /books"]) == most
    assert max(calls["GET /search"]) < most
