"""The same visits are answered the same by every correct version, and by no cheat that keeps its writes."""

import pytest

from perfgym.catalog.lab import Cheat
from perfgym.runs.arm import Answer
from tests.apps.bookshop_arms import first_difference, lab, running, visit

TURNS = 250
WRITES = {"POST /books/ID/reviews", "POST /baskets", "POST /baskets/ID/lines", "POST /baskets/ID/order"}
FACTS = {"reviews", "orders", "first_order", "ordered_copies", "basket_copies", "commits", "pages"}

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def starter() -> list[Answer]:
    with running({}) as arm:
        answers = visit(arm, TURNS)
        assert arm.broken_invariants() == []
        assert set(arm.runner.ask("facts")["facts"]) == FACTS
        assert arm.promises == {"invariants", "recall", "commits"}
    return answers


def test_the_visits_read_and_write_everything(starter: list[Answer]) -> None:
    assert all(answer.error is None and answer.status < 400 for answer in starter)
    assert {answer.name for answer in starter} >= WRITES | {"GET /books", "GET /authors/ID", "GET /search"}
    listings = [answer for answer in starter if answer.name == "GET /books"]
    assert len(listings) > 0.55 * TURNS
    assert len({answer.path for answer in listings}) > 0.7 * len(listings)


def test_a_second_start_gives_the_same_answers(starter: list[Answer]) -> None:
    with running({}) as arm:
        assert first_difference(starter, visit(arm, TURNS)) is None


@pytest.mark.parametrize("name", ["reference", *lab().solutions()])
def test_a_correct_version_answers_the_same(starter: list[Answer], name: str) -> None:
    with running(lab().reference() if name == "reference" else lab().solution(name)) as arm:
        assert first_difference(starter, visit(arm, TURNS)) is None
        assert arm.broken_invariants() == []


@pytest.mark.parametrize("cheat", lab().cheats(), ids=lambda cheat: cheat.name)
def test_a_cheat_is_found_out(starter: list[Answer], cheat: Cheat) -> None:
    with running(cheat.files) as arm:
        different = first_difference(starter, visit(arm, TURNS))
        broken = arm.broken_invariants()
    assert (different is not None) == (cheat.reason == "wrong_answers"), different
    assert bool(broken) == (cheat.reason == "lost_writes"), broken
