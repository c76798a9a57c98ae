"""The tour's lab: its correct versions answer as its starter does, and its cheats are found out."""

import pytest

from perfgym.catalog import library
from perfgym.catalog.lab import Cheat, Lab
from perfgym.runs.arm import Answer
from tests.apps.bookshop_arms import first_difference, running, visit

TURNS = 120

pytestmark = pytest.mark.servers


def tour() -> Lab:
    return library.default().lab("first-measurement")


@pytest.fixture(scope="module")
def starter() -> list[Answer]:
    with running({}, of=tour()) as arm:
        answers = visit(arm, TURNS)
    assert all(answer.error is None and answer.status < 400 for answer in answers)
    return answers


@pytest.mark.parametrize("name", ["reference", *tour().solutions()])
def test_a_correct_version_answers_the_same(starter: list[Answer], name: str) -> None:
    with running(tour().reference() if name == "reference" else tour().solution(name), of=tour()) as arm:
        assert first_difference(starter, visit(arm, TURNS)) is None


@pytest.mark.parametrize("cheat", tour().cheats(), ids=lambda cheat: cheat.name)
def test_a_cheat_is_found_out(starter: list[Answer], cheat: Cheat) -> None:
    with running(cheat.files, of=tour()) as arm:
        answers = visit(arm, TURNS)
    failed = [answer for answer in answers if answer.error or answer.status >= 500]
    if cheat.reason == "too_many_failures":
        assert len(failed) > 0.005 * TURNS
    else:
        assert not failed
        assert first_difference(starter, answers) is not None


def test_the_guide_shows_the_very_lines_of_starter_and_reference() -> None:
    path, page = "bookshop/queries.py", next(step.body for step in tour().steps if step.name == "30-two-lines")
    for files in (tour().laid("starter"), tour().reference()):
        lines = files[path].decode().split("def search_books")[0].split("\n")
        start = next(index for index, line in enumerate(lines) if line.startswith("    sql = f"))
        assert "\n".join(lines[start : start + 3]) in page


def test_the_two_lines_are_two_lines() -> None:
    before, after = (
        files["bookshop/queries.py"].decode().split("\n") for files in (tour().laid("starter"), tour().reference())
    )
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 2
