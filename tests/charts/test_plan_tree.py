"""A plan as a tree: what each step took by itself, the worst one marked, and only what the plan shows said of it."""

import json
from typing import Any

import pytest

from perfgym.charts import plans
from perfgym.charts.plans import Step, UnreadablePlan


def step(kind: str, ms: float, rows: float = 1, loops: int = 1, **more: Any) -> dict[str, Any]:
    """A step that was run; `ms` is of one loop, with all below it."""
    return {
        "Node Type": kind, "Startup Cost": 0.0, "Total Cost": 10.0, "Plan Rows": 1, "Plan Width": 8,
        "Actual Startup Time": 0.0, "Actual Total Time": ms, "Actual Rows": rows, "Actual Loops": loops, **more,
    }  # fmt: skip


def made(kind: str, cost: float, rows: int = 1, **more: Any) -> dict[str, Any]:
    """A step that was only planned."""
    return {"Node Type": kind, "Startup Cost": 0.0, "Total Cost": cost, "Plan Rows": rows, "Plan Width": 8, **more}


def written(root: dict[str, Any]) -> str:
    return json.dumps([{"Plan": root}])


def scan(**more: Any) -> dict[str, Any]:
    found = {"Relation Name": "orders", "Filter": "(customer_id = 7)", "Rows Removed by Filter": 39_997}
    return step("Seq Scan", 9.0, 3, **{**found, **more})


def worst(step: Step) -> Step:
    return next(one for one in [step, *_all(step)] if one.worst)


def _all(step: Step) -> list[Step]:
    return [found for one in step.below for found in (one, *_all(one))]


def test_a_step_has_its_own_part_of_the_time_and_not_that_of_those_below() -> None:
    drawn = plans.drawn(written(step("Sort", 10.0, 3, Plans=[scan()])))
    assert (drawn.root.took, drawn.root.below[0].took) == ("10 %, 1 ms", "90 %, 9 ms")
    assert [drawn.root.worst, drawn.root.below[0].worst] == [False, True]


def test_a_seq_scan_that_throws_nearly_all_rows_away_is_the_worst_and_says_which_index_is_missing() -> None:
    drawn = plans.drawn(written(step("Sort", 10.0, 3, Plans=[scan()])))
    assert drawn.verdict == (
        "Seq Scan on orders: 90 % of the time. It read 40,000 rows to keep 3. It used no index; one on "
        "orders (customer_id) could lead to them directly."
    )
    assert worst(drawn.root).why in drawn.verdict


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ("(customer_id = 7)", "orders (customer_id)"),
        ("((placed_on > '2026-01-01'::date) AND (customer_id = 7))", "orders (customer_id, placed_on)"),
        ("((isbn)::text = '978'::text)", "orders (isbn)"),
        ("((a = 1) OR (b = 2))", ""),
        ("(lower(name) = 'x'::text)", ""),
        ("(to_tsvector('simple'::regconfig, title) @@ '''sea'''::tsquery)", ""),
    ],
)
def test_an_index_is_named_only_for_conditions_that_are_simple(condition: str, index: str) -> None:
    verdict = plans.drawn(written(scan(Filter=condition))).verdict
    assert (f"one on {index} could" in verdict) is bool(index)
    assert "It used no index" in verdict


def test_a_scan_that_keeps_what_it_reads_is_no_wrong() -> None:
    drawn = plans.drawn(written(step("Seq Scan", 9.0, 40_000, **{"Relation Name": "orders", "Plan Rows": 40_000})))
    assert drawn.verdict == "Seq Scan on orders: 100 % of the time."


def test_loops_count_for_times_and_rows() -> None:
    inner = step("Index Scan", 0.01, 1, 5_000, **{"Relation Name": "books", "Index Name": "books_pkey"})
    outer = step("Seq Scan", 5.0, 5_000, **{"Relation Name": "orders", "Plan Rows": 5_000})
    drawn = plans.drawn(written(step("Nested Loop", 56.0, 5_000, **{"Plan Rows": 5_000, "Plans": [outer, inner]})))
    assert [one.took for one in drawn.root.below] == ["9 %, 5 ms", "89 %, 50 ms"]
    assert drawn.root.below[1].loops == "5,000 times"
    assert "It ran 5,000 times, once for each row of the step beside it." in drawn.verdict


@pytest.mark.parametrize(
    ("expected", "found", "told"),
    [(1, 9_000, "9,000x more than expected"), (900, 3, "300x fewer than expected"), (10, 90, ""), (0, 9, "")],
)
def test_an_estimate_is_told_where_it_is_off_by_ten_times_or_more(expected: int, found: int, told: str) -> None:
    drawn = plans.drawn(written(step("Seq Scan", 1.0, found, **{"Relation Name": "t", "Plan Rows": expected})))
    assert drawn.root.off == told
    assert (told in drawn.verdict) if told else "expected" not in drawn.verdict


def test_fewer_rows_than_expected_are_no_surprise_where_a_limit_stopped_the_step() -> None:
    below = step("Index Scan", 1.0, 25, **{"Relation Name": "books", "Plan Rows": 20_000})
    limit = written(step("Limit", 1.0, 25, **{"Plan Rows": 25, "Plans": [below]}))
    assert plans.drawn(limit).root.below[0].off == ""
    assert plans.drawn(limit).root.below[0].rows == "20,000 rows expected, 25 came, enough for the step above"
    sort = step("Sort", 1.0, 25, **{"Plan Rows": 25, "Plans": [below]})
    sorted_first = plans.drawn(written(step("Limit", 1.0, 25, **{"Plan Rows": 25, "Plans": [sort]}))).root
    assert sorted_first.below[0].below[0].off == "800x fewer than expected"


def test_what_did_not_fit_into_memory_is_said() -> None:
    sort = step("Sort", 10.0, **{"Sort Method": "external merge", "Sort Space Used": 12_000, "Sort Space Type": "Disk"})
    assert "it sorted 12.3 MB on disk" in plans.drawn(written(sort)).verdict


def test_who_reads_from_a_cte_pays_for_it_and_not_the_top() -> None:
    cte = step("Seq Scan", 8.0, 100, **{"Subplan Name": "CTE few", "Parent Relationship": "InitPlan"})
    reads = step("CTE Scan", 9.0, 100, **{"CTE Name": "few", "Parent Relationship": "Outer"})
    root = plans.drawn(written(step("Aggregate", 10.0, Plans=[cte, reads]))).root
    assert [root.took, *(one.took for one in root.below)] == ["10 %, 1 ms", "80 %, 8 ms", "10 %, 1 ms"]


def test_parallel_workers_share_the_time() -> None:
    below = step("Seq Scan", 9.0, 100, 3, **{"Parallel Aware": True, "Relation Name": "t"})
    root = plans.drawn(written(step("Gather", 10.0, 300, **{"Workers Launched": 2, "Plans": [below]}))).root
    assert [root.took, root.below[0].took] == ["10 %, 1 ms", "90 %, 9 ms"]


def test_a_plan_that_was_not_run_has_shares_of_cost_and_says_so() -> None:
    outer = made("Seq Scan", 10.0, 10, **{"Relation Name": "a", "Parent Relationship": "Outer"})
    inner = made("Seq Scan", 9.0, **{"Relation Name": "b", "Parent Relationship": "Inner", "Filter": "(a_id = $1)"})
    drawn = plans.drawn(written(made("Nested Loop", 100.0, 10, Plans=[outer, inner])))
    assert not drawn.measured
    assert [one.took for one in drawn.root.below] == ["10 % of the cost", "90 % of the cost"]
    assert drawn.verdict == (
        "Seq Scan on b: 90 % of the planner's cost. It reads the whole table and uses no index; one on b (a_id) could "
        "lead to the rows."
    )


def test_blocks_are_those_of_the_step_itself() -> None:
    below = scan(**{"Shared Hit Blocks": 300, "Shared Read Blocks": 20})
    root = plans.drawn(written(step("Sort", 10.0, **{"Shared Hit Blocks": 303, "Plans": [below]}))).root
    assert (root.buffers, root.below[0].buffers) == ("blocks: 3 found", "blocks: 300 found, 20 read")


def test_where_no_step_stands_out_none_is_marked() -> None:
    parts = [step("Seq Scan", 1.0, **{"Relation Name": f"t{n}"}) for n in range(9)]
    drawn = plans.drawn(written(step("Append", 9.5, Plans=parts)))
    assert drawn.verdict.startswith("No step stands out")
    assert not any(one.worst for one in _all(drawn.root))


def test_a_huge_plan_is_cut_and_says_how_much() -> None:
    parts = [step("Seq Scan", 1.0) for _ in range(500)]
    drawn = plans.drawn(written(step("Append", 501.0, Plans=parts)))
    assert (len(_all(drawn.root)), drawn.left_out) == (199, 301)


@pytest.mark.parametrize(
    "odd",
    [
        step("Sort", 1.0, **{"Sort Space Type": "Disk"}),
        step("Sort", float("nan")),
        step("Sort", 1.0, Plans=[None]),
        step("Sort", 1.0, **{"Plan Rows": "many"}),
        {**step("Sort", 1.0), "Node Type": 7},
        step("Append", 9.0, Plans=[step("Seq Scan", 1.0) for _ in range(3_000)]),
    ],
)
def test_what_is_no_plan_is_said_to_be_none(odd: dict[str, Any]) -> None:
    with pytest.raises(UnreadablePlan):
        plans.drawn(written(odd))
