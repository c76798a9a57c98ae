"""Every correct version of the back office answers the same, every cheat that can be seen in an answer does not.

And by the plans of the database: what the reference touches is a fraction of what the starter does.
"""

from collections.abc import Mapping

import pytest

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.runs import durability
from perfgym.runs.arm import Answer, Arm
from perfgym.runs.weight import weigh
from tests.apps.bookshop_arms import first_difference, running, visit

TURNS = 120
WRONG = ("constant-titles", "copied-reviews", "stale-orders", "swallowed-reviews")

pytestmark = pytest.mark.servers


def lab() -> Lab:
    return library.default().lab("sql-indexes")


def edits(name: str) -> Mapping[str, bytes]:
    if name == "reference":
        return lab().reference()
    cheats = {cheat.name: cheat.files for cheat in lab().cheats()}
    return cheats[name] if name in cheats else lab().solution(name)


@pytest.fixture(scope="module")
def usual() -> list[Answer]:
    with running({}, of=lab()) as arm:
        return visit(arm, TURNS)


@pytest.mark.parametrize("name", ["reference", "brin-and-trigrams"])
def test_a_correct_version_answers_as_the_starter_does(usual: list[Answer], name: str) -> None:
    with running(edits(name), of=lab()) as arm:
        found = visit(arm, TURNS)
    assert first_difference(usual, found) is None
    assert not any(one.error or one.status >= 400 for one in found)


@pytest.mark.parametrize("name", WRONG)
def test_a_cheat_is_seen_in_an_answer(usual: list[Answer], name: str) -> None:
    with running(edits(name), of=lab()) as arm:
        assert first_difference(usual, visit(arm, TURNS)) is not None


def test_settings_and_tables_that_forget_are_seen() -> None:
    with running(edits("commits-later"), of=lab()) as arm:
        assert any("synchronous_commit" in said for said in durability.weakened(arm))
    with running({}, of=lab()) as arm:
        tables = durability.relations(arm)
    with running(edits("unlogged-lines"), of=lab()) as arm:
        assert len(durability.replaced(tables, durability.relations(arm))) == 2


def weight(name: str, before: Arm) -> float:
    with running(edits(name), of=lab()) as after:
        found = weigh({"before": before, "after": after})
    return found["after"] / found["before"]


def test_what_versions_keep_beside_the_rows_lies_on_the_right_side_of_the_limit() -> None:
    limit = lab().score.guard.index_bytes
    assert limit is not None
    with running({}, of=lab()) as before:
        assert (
            weigh({"before": before, "after": before})["after"] == weigh({"before": before, "after": before})["before"]
        )
        assert weight("reference", before) < limit - 0.05
        assert weight("brin-and-trigrams", before) < limit - 0.05
        assert weight("index-on-everything", before) > limit + 0.5
        assert weight("copied-reviews", before) > 1.05
