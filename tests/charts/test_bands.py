"""Ranges one below the other: every number that is drawn is also in words and in the table, at any width."""

import pytest

from perfgym.charts import bands
from perfgym.charts.bands import Band
from perfgym.measure.errors import BadSamples, TooFewSamples
from tests.charts.layout import faults

ROWS = [Band("Entry level", 85_000, 115_000), Band("Mid level", 115_000, 155_000)]
LONG = "A level of experience whose name is much longer than a telephone is wide"


@pytest.mark.parametrize("rows", [ROWS, [Band(LONG, 1, 2)], [Band("a", 0.5, 1e8), Band("b", 1, 1.01)]])
def test_the_picture_is_whole_at_every_width(rows: list[Band]) -> None:
    assert faults(bands.bands("Pay", rows, "USD")) == []


def test_picture_and_table_say_the_same() -> None:
    drawn = bands.bands("Pay", ROWS, "USD")
    assert "Entry level: USD 85,000 to 115,000. Mid level: USD 115,000 to 155,000." in drawn
    assert bands.table(ROWS, "level", "USD") == (
        ("level", "from, USD", "to, USD"),
        [("Entry level", "85,000", "115,000"), ("Mid level", "115,000", "155,000")],
    )


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(BadSamples):
        bands.bands("Pay", [Band("x", float("nan"), 2)], "USD")
    with pytest.raises(TooFewSamples):
        bands.bands("Pay", [], "USD")
