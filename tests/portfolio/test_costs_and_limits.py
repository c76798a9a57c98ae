"""What a change cost and what its result does not say come from the run, never from a fixed text."""

from typing import Any

from perfgym.portfolio import costs, limits
from perfgym.runs.models import Run
from perfgym.workspaces.diff import unified

ROWS = [
    {"name": "GET /books", "pairs": 900, "before": 20.0, "after": 8.0},
    {"name": "POST /reviews", "pairs": 100, "before": 5.0, "after": 6.5},
]
SIDE = {"before": {"queries": 50.0, "index_bytes": 10e6}, "after": {"queries": 1.0, "index_bytes": 14e6}}


def of(**result: Any) -> list[str]:
    return costs.of({"ratio": 0.4, **result}, [], unified({"a.py": b"x\ny\n"}, {"a.py": b"x\nz\nw\n"}))


def test_what_grew_and_what_became_slower_is_said_with_both_numbers() -> None:
    said = of(side=SIDE, by_name=ROWS)
    assert said == [
        "More indexes and copies of rows: 10 → 14 MB.",
        "POST /reviews became slower: median 5 → 6.5 ms, 1.3x.",
        "Code to keep: 2 lines added and 1 removed, in one file.",
    ]


def test_what_a_limit_of_the_lab_speaks_of_is_said_once() -> None:
    guards = [{"text": "Indexes: 10 → 14 MB; the limit is 1.50x.", "broken": False}]
    said = costs.of({"side": SIDE, "guards": [{"guard": "index_bytes"}]}, guards, ())
    assert said == ["Indexes: 10 → 14 MB; the limit is 1.50x."]


def test_no_cost_is_said_to_be_none_that_was_looked_for() -> None:
    said = of(side={"before": {"queries": 50.0}, "after": {"queries": 1.0}}, by_name=ROWS[:1])
    assert said[0].startswith("Nothing that was counted beside the clock grew")


def said_of(**result: Any) -> str:
    run = Run(result={"pairs": 1_500, "by_name": ROWS, "level": "S3", "segments": 2, "measured_seconds": 24, **result})
    return "\n".join(limits.of(run, {"cpu": "a processor", "cores": 2}))


def test_limits_name_the_machine_and_the_mix() -> None:
    said = said_of()
    assert "One machine (a processor, 2 cores)" in said
    assert "90 % GET /books, 10 % POST /reviews" in said
    assert "One user at a time" in said


def test_limits_that_do_not_apply_are_not_there() -> None:
    said = said_of()
    assert "99 % figure" not in said
    assert "left out" not in said
    assert "measured before" not in said
    assert "isolation" not in said


def test_limits_of_this_run_are_there() -> None:
    said = said_of(pairs=320, dropped_slices=5, added_to=1, level="S1", driver="process", by_name=ROWS[:1])
    assert "Only about 3 requests lie beyond the 99 % figure" in said
    assert "5 of 48 half seconds are left out" in said
    assert "1 of the 2 fresh starts" in said
    assert "isolation S1 of S3 (process)" in said
    assert "One kind of request: GET /books." in said
