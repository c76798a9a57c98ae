"""Cheats never gain a point, and what only looks like one is not accused."""

import pytest

from tests.deployment import wait_until
from tests.hostile.performer import MB, Performer, ended_as_stated
from tests.hostile.table import Row
from tests.hostile.watch import Watch

KIND = "cheats"

pytestmark = [pytest.mark.measures, pytest.mark.servers, pytest.mark.timeout(300)]


def test_it_ends_as_stated(row: Row, driver_name: str, performer: Performer, site: Watch) -> None:
    told = performer.play(row, driver_name)
    assert ended_as_stated(row, told), told
    assert [words for words in row.says if words not in told["seen"]] == [], told["seen"]
    assert told["seconds"] < row.within + 3
    wait_until(lambda: not performer.left(), "nothing of the run is left", 3)
    assert site.missed < 2


def test_nothing_has_grown(performer: Performer, site: Watch) -> None:
    """After all of the above: the worker's memory, and what lies on the disk."""
    assert performer.grown < 50 * MB
    assert performer.disk() < 40 * MB
    assert site.asked
