"""Every mutation of mutations.toml fits the code of today: its text is there once, and its tests exist."""

import ast
import json
from pathlib import Path

import pytest

from tests.hostile import mutate
from tests.hostile.copied_tree import Ran
from tests.hostile.mutation import ROOT, Mutation, read

MUTATIONS = read()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_it_fits_the_code(mutation: Mutation) -> None:
    changed = mutation.mutated()
    assert changed != (ROOT / mutation.file).read_text()
    if mutation.file.endswith(".py"):
        ast.parse(changed)
    assert mutation.tests
    assert mutation.missing_tests() == []


def test_there_are_many_and_each_is_another() -> None:
    assert len(MUTATIONS) >= 50
    assert len({(one.file, one.find, one.replace) for one in MUTATIONS}) == len(MUTATIONS)


@pytest.mark.parametrize(
    ("ran", "result"),
    [
        (Ran(3, ("tests.x::test_a",), 0), mutate.CAUGHT),
        (Ran(3, (), 1), mutate.SURVIVED),
        (Ran(3, (), 3), mutate.SKIPPED),
        (Ran(0, (), 0, "ERROR: not found"), mutate.BROKEN),
    ],
)
def test_what_pytest_said_is_judged(ran: Ran, result: str) -> None:
    assert mutate._judged(ran)[0] == result


def test_an_answer_that_is_kept_is_not_asked_for_again_unless_the_mutation_changed(tmp_path: Path) -> None:
    one = MUTATIONS[0]
    mutate.Kept(tmp_path / "out").add(mutate.Answer(one.name, one.digest, mutate.CAUGHT, "tests.x::test_a", 1.0))
    assert mutate.main(["--only", one.name, "--out", str(tmp_path / "out")]) == 0
    assert len((tmp_path / "out").read_text().splitlines()) == 1
    assert json.loads((tmp_path / "out").read_text())["digest"] == one.digest


def test_a_survivor_is_an_exit_code(tmp_path: Path) -> None:
    one = MUTATIONS[0]
    mutate.Kept(tmp_path / "out").add(mutate.Answer(one.name, one.digest, mutate.SURVIVED, "3 tests passed", 1.0))
    assert mutate.main(["--only", one.name, "--out", str(tmp_path / "out")]) == 1
