"""Who of the planted defects went, and whose the saved work was."""

import pytest

from perfgym.runs.attribution import Group, State, Work, attribute, in_words, state


def defect(name: str, before: float, after: float, count: str = "calls") -> Group:
    return Group(name, name.capitalize(), count, Work(**{count: before}), Work(**{count: after}))


def test_shares_are_of_all_that_went_away_and_the_rest_has_a_row() -> None:
    rows = attribute([defect("author", 24, 0), defect("rating", 24, 0)], Work(calls=3), Work(calls=2), certain=True)
    assert [(row["id"], row["state"]) for row in rows] == [("author", "gone"), ("rating", "gone"), (None, "reduced")]
    assert [row["share"] for row in rows] == pytest.approx([24 / 49, 24 / 49, 1 / 49])
    assert in_words(rows[0]).endswith("Of the 49 queries a request that went away, 24 were this one's.")
    assert in_words(rows[2]).endswith("1 were no planted defect's.")


def test_what_came_instead_shows_in_the_rest_and_takes_no_share_away() -> None:
    rows = attribute([defect("author", 24, 0)], Work(calls=2), Work(calls=3), certain=True)
    assert [(row["state"], row["share"], row["gone_in_all"]) for row in rows] == [("gone", 1.0, 24), ("grew", None, 24)]


def test_without_a_certain_gain_no_share_is_claimed() -> None:
    rows = attribute([defect("author", 24, 0)], Work(calls=9), Work(calls=2), certain=False)
    assert [row["share"] for row in rows] == [None, None]
    assert rows[0]["state"] == State.GONE
    assert "went away" not in in_words(rows[0])


def test_probes_that_count_different_things_are_not_added_up() -> None:
    defects = [defect("author", 24, 0), defect("wide", 900, 300, "rows")]
    rows = attribute(defects, Work(calls=2, rows=10), Work(calls=2, rows=10), certain=True)
    assert [(row["id"], row["count"], row["gone_in_all"]) for row in rows] == [
        ("author", "calls", 24),
        ("wide", "rows", 600),
        (None, "calls", 24),
        (None, "rows", 600),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (0, 0, State.ABSENT),
        (0, 1, State.GREW),
        (24, 0, State.GONE),
        (24, 2.4, State.GONE),
        (24, 12, State.REDUCED),
        (24, 24, State.STILL_THERE),
        (24, 22, State.STILL_THERE),
        (24, 30, State.GREW),
    ],
)
def test_states(before: float, after: float, expected: State) -> None:
    assert state(before, after) is expected


def test_a_defect_that_the_traffic_did_not_meet_says_so() -> None:
    (row, _) = attribute([defect("author", 0, 0)], Work(calls=2), Work(calls=1), certain=True)
    assert in_words(row) == "Neither version did it for any of these requests."
