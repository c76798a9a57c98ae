"""Locust files that break or attack end as their table says; none is ever scored."""

import pytest

from tests.hostile.performer import Performer, check_end, check_growth
from tests.hostile.table import Row
from tests.hostile.watch import Watch

KIND = "locust"

pytestmark = [pytest.mark.measures, pytest.mark.servers, pytest.mark.timeout(300)]


def test_it_ends_as_stated(row: Row, driver_name: str, performer: Performer, site: Watch) -> None:
    check_end(row, driver_name, performer, site)


def test_nothing_has_grown(performer: Performer, site: Watch) -> None:
    """After all of the above: the worker's memory, and what lies on the disk."""
    check_growth(performer, site)
