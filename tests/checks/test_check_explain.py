"""What a plan says is compared with the plan on record; plausible wrong numbers and other choices are refused."""

import json
from typing import Any

import pytest

from perfgym.checks import registry
from perfgym.checks.evidence import Evidence, Explained
from perfgym.checks.kind import Result
from tests.checks import wrong
from tests.checks.wrong import NOON, compared, load_test

TEXT = "SELECT id FROM orders WHERE lower(customer) = lower($1) ORDER BY placed_at DESC LIMIT $2"
USUAL = {"statement": r"FROM orders WHERE lower\(customer\)", "called": "the orders of a customer", "table": "orders"}
ALL = ("scan", "worst", "estimated", "rows", "removed", "blocks")
RIGHT = {
    "scan": "Seq Scan", "worst": "Seq Scan on orders", "estimated": "250", "rows": "37", "removed": "49,963",
    "blocks": "433",
}  # fmt: skip


def plan(rows: float = 37, removed: int = 49_963, blocks: int = 433, scan: str = "Seq Scan", ms: float = 12.0) -> str:
    reading = {
        "Node Type": scan, "Relation Name": "orders", "Startup Cost": 0.0, "Total Cost": 1400.0, "Plan Rows": 250,
        "Plan Width": 8, "Actual Startup Time": 0.1, "Actual Total Time": ms, "Actual Rows": rows, "Actual Loops": 1,
        "Rows Removed by Filter": removed, "Shared Hit Blocks": blocks - 3, "Shared Read Blocks": 3,
    }  # fmt: skip
    top = {**reading, "Node Type": "Sort", "Actual Total Time": ms + 0.2, "Plans": [reading]}
    del top["Relation Name"], top["Rows Removed by Filter"]
    return json.dumps([{"Plan": top, "Execution Time": ms + 0.3}])


def files(*plans: tuple[str, str | None, float], arm: str = "own") -> dict[str, bytes]:
    """statements.json with (text, plan, ms) each."""
    told = [{"text": text, "ms": ms, "plan": one and {"json": one, "run": True}} for text, one, ms in plans]
    return {"statements.json": json.dumps({"schema": 1, "arms": {arm: {"statements": told}}}).encode()}


def run_with(*plans: str, as_found: bool = True, ago: int = 0) -> Any:
    return load_test(files=files(*((TEXT, one, 5.0) for one in plans)), as_found=as_found, ago=ago)


def judged(given: dict[str, str], found: Evidence, **more: Any) -> Result:
    return registry.judge(wrong.asked("explain", **{**USUAL, "ask": ALL, **more}), given, found)


def test_what_the_plan_says_is_right() -> None:
    assert judged(RIGHT, wrong.evidence([run_with(plan())])).passed


@pytest.mark.parametrize(
    ("question", "right"), [("estimated", 250), ("rows", 37), ("removed", 49_963), ("blocks", 433)]
)
def test_plausible_wrong_numbers_are_refused_and_the_right_one_is_not_told(question: str, right: float) -> None:
    asked = wrong.asked("explain", **USUAL, ask=(question,))
    wrong.refused(asked, wrong.evidence([run_with(plan())]), right, question)


@pytest.mark.parametrize("question", ["scan", "worst"])
def test_every_other_choice_is_refused(question: str) -> None:
    found = wrong.evidence([run_with(plan())])
    asked = wrong.asked("explain", **USUAL, ask=(question,))
    (blank,) = registry.blanks(asked, found)
    results = {option: registry.judge(asked, {question: option}, found).passed for option in blank.options}
    assert [option for option, passed in results.items() if passed] == [RIGHT[question]]
    assert len(results) >= 2


def test_what_does_not_fit_is_named_and_nothing_else() -> None:
    said = judged({**RIGHT, "rows": "4", "blocks": "9"}, wrong.evidence([run_with(plan())])).message
    assert "“Rows that there were, reading orders” and “Blocks that the whole statement touched" in said
    assert "433" not in said


def test_plans_of_repeats_widen_what_is_taken_and_other_code_does_not() -> None:
    repeats = wrong.evidence([run_with(plan(rows=40)), run_with(plan(rows=45), ago=5)])
    assert judged({"rows": "44"}, repeats, ask=("rows",)).passed
    assert not judged({"rows": "60"}, repeats, ask=("rows",)).passed
    alone = wrong.evidence([run_with(plan(rows=40))])
    assert not judged({"rows": "44"}, alone, ask=("rows",)).passed


def test_the_statement_with_the_most_time_counts_and_only_plans_that_were_run() -> None:
    made = json.dumps([{"Plan": {"Node Type": "Seq Scan", "Startup Cost": 0, "Total Cost": 9, "Plan Rows": 1}}])
    test = load_test(files=files((TEXT, plan(rows=3), 1.0), (TEXT, plan(rows=37), 9.0), (TEXT, made, 99.0)))
    assert judged({"rows": "37"}, wrong.evidence([test]), ask=("rows",)).passed


@pytest.mark.parametrize(
    "found",
    [
        wrong.evidence(),
        wrong.evidence([load_test()]),
        wrong.evidence([run_with(plan(), as_found=False)]),
        wrong.evidence([load_test(files=files((TEXT, None, 1.0)))]),
        wrong.evidence([load_test(files=files((TEXT, "[]", 1.0)))]),
        wrong.evidence([load_test(files=files(("SELECT 1", plan(), 1.0)))]),
    ],
)
def test_without_a_plan_it_says_how_to_get_one(found: Evidence) -> None:
    said = judged({**RIGHT, "scan": "", "worst": ""}, found, as_found=True)
    assert not said.passed
    assert "no plan of the orders of a customer on record" in said.message
    assert "Run your load test" in said.message


def test_both_versions_of_a_comparison_can_be_asked_about() -> None:
    after = compared(files=files((TEXT, plan(blocks=7, scan="Index Scan"), 1.0), arm="after"))
    found = wrong.evidence(comparisons=[after])
    assert judged({"blocks": "7"}, found, ask=("blocks",), source="after").passed
    assert not judged({"blocks": "7"}, found, ask=("blocks",), source="before").passed


def explained(written: str) -> Evidence:
    text = "SELECT id\n  FROM orders WHERE lower(customer) = 'ghent city library'"
    return Evidence(explained=(Explained(NOON, text, written),))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (plan(), "reads orders by Seq Scan and touches 433 blocks"),
        (plan(scan="Index Scan"), "touches 433 blocks"),
        (plan(blocks=40), "reads orders by Seq Scan."),
    ],
)
def test_a_plan_in_the_console_must_be_as_good_as_is_asked(written: str, said: str) -> None:
    demands: dict[str, Any] = {"ask": (), "source": "console", "reached_by": ("Index Scan",), "most_blocks": 40}
    refused = judged({}, explained(written), **demands)
    assert not refused.passed
    assert said in refused.message
    assert judged({}, explained(plan(scan="Index Scan", blocks=40)), **demands).passed
    assert "SQL console" in judged({}, Evidence(), **demands).message


@pytest.mark.parametrize(
    "fields", [{}, {"ask": ("rows",), "table": None}, {"statement": "(", "ask": ("rows",)}, {"ask": ("colour",)}]
)
def test_what_asks_for_nothing_or_of_nothing_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"nothing to check|about a|expression|Input"):
        wrong.asked("explain", **{**USUAL, **fields})
