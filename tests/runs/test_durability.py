"""What of a database is said to be given away, and what is nobody's fault."""

import pytest

from perfgym.runs import durability

USUAL = {"orders": ("r", "p"), "scratch": ("r", "u"), "summary": ("v", "p")}


def test_the_lab_s_own_tables_are_fine() -> None:
    assert durability.replaced(USUAL, USUAL) == []


def test_more_tables_of_any_kind_are_fine() -> None:
    assert durability.replaced(USUAL, {**USUAL, "cache": ("r", "u"), "totals": ("m", "p")}) == []


def test_a_table_may_be_partitioned() -> None:
    assert durability.replaced(USUAL, {**USUAL, "orders": ("p", "p")}) == []


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ({"scratch": ("r", "u"), "summary": ("v", "p")}, "The table orders is gone"),
        ({**USUAL, "orders": ("v", "p")}, "orders is no longer a table"),
        ({**USUAL, "orders": ("r", "u")}, "The table orders was made UNLOGGED"),
    ],
)
def test_a_table_that_forgets_is_said(now: dict[str, tuple[str, str]], says: str) -> None:
    (sentence,) = durability.replaced(USUAL, now)
    assert sentence.startswith(says)
