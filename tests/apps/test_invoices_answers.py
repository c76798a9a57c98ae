"""The same visits are answered the same by every correct version of the books, and by no cheat."""

import pytest

from perfgym.catalog import library
from perfgym.catalog.lab import Cheat, Lab
from perfgym.runs.arm import Answer
from tests.apps.bookshop_arms import first_difference, running, visit

TURNS = 60
NAMES = {
    "GET /customers/ID/statement",
    "GET /customers/ID",
    "GET /customers/ID/positions.csv",
    "GET /invoices/NUMBER",
    "POST /payments",
    "GET /payments/ID",
}


def lab() -> Lab:
    return library.default().lab("profile-cpu")


@pytest.fixture(scope="module")
def starter() -> list[Answer]:
    with running({}, of=lab()) as arm:
        answers = visit(arm, TURNS)
        assert arm.promises == {"recall"}
        pages = arm.runner.ask("recall")["pages"]
        assert [page["status"] for page in pages] == [200] * len(pages) != []
    return answers


def test_the_visits_read_and_write_everything(starter: list[Answer]) -> None:
    assert all(answer.error is None and answer.status < 400 for answer in starter)
    assert {answer.name for answer in starter} == NAMES
    statements = [answer for answer in starter if answer.name == "GET /customers/ID/statement"]
    assert len(statements) > 0.6 * TURNS
    assert len({answer.path for answer in statements}) > 0.8 * len(statements)


def test_another_attempt_has_other_books(starter: list[Answer]) -> None:
    with running({}, of=lab(), salt=32) as arm:
        same = [one.digest == other.digest for one, other in zip(starter, visit(arm, 10), strict=False)]
    assert sum(same) <= 1


@pytest.mark.parametrize("name", ["reference", *lab().solutions()])
def test_a_correct_version_answers_the_same(starter: list[Answer], name: str) -> None:
    with running(lab().reference() if name == "reference" else lab().solution(name), of=lab()) as arm:
        assert first_difference(starter, visit(arm, TURNS)) is None


@pytest.mark.parametrize("cheat", lab().cheats(), ids=lambda cheat: cheat.name)
def test_a_cheat_is_found_out(starter: list[Answer], cheat: Cheat) -> None:
    with running(cheat.files, of=lab()) as arm:
        answers = visit(arm, TURNS)
    failed = [answer for answer in answers if answer.error or answer.status >= 500]
    if cheat.reason == "too_many_failures":
        assert len(failed) > 0.005 * TURNS
        return
    assert not failed
    different = first_difference(answers, starter)
    assert different is not None
    assert (different.name == "GET /payments/ID" and different.status == 404) == (cheat.reason == "lost_writes")


def test_the_guide_measures_the_first_half_of_the_reference() -> None:
    path = "invoices/matching.py"
    assert lab().laid("guide/first-fix") == {path: lab().reference()[path]}
