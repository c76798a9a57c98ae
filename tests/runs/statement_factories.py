"""Statements as an arm has counted them, for tests."""

import json
from typing import Any

from perfgym.accounts.models import Person
from perfgym.runs.models import Evidence, Run
from perfgym.runs.statements import document
from perfgym.runs.statements.counted import ArmStatements, Counted, Plan, Rest
from tests import factories

AUTHOR = "SELECT id, name FROM authors WHERE id = $1"
BOOKS = "SELECT id, title, author_id FROM books ORDER BY title LIMIT $1"


def counted(text: str = AUTHOR, calls: int = 100, **more: Any) -> Counted:
    """Each call took 0.1 ms, gave a row and found three blocks, unless said otherwise."""
    usual = {"cut": False, "rows": calls, "hit": 3 * calls, "read": 0, "temp": 0, "ms": calls / 10}
    return Counted(text=text, calls=calls, **{**usual, **more})


def arm(*statements: Counted, requests: int = 100, **more: Any) -> ArmStatements:
    return ArmStatements(requests, statements, **more)


def step(kind: str, ms: float, rows: float = 1, **more: Any) -> dict[str, Any]:
    """A step of a plan that was run once."""
    return {
        "Node Type": kind, "Startup Cost": 0.0, "Total Cost": 10.0, "Plan Rows": 1, "Plan Width": 8,
        "Actual Startup Time": 0.0, "Actual Total Time": ms, "Actual Rows": rows, "Actual Loops": 1, **more,
    }  # fmt: skip


def plan(root: dict[str, Any] | None = None, **more: Any) -> Plan:
    """Of a scan that keeps three of 40,000 rows, unless said otherwise."""
    scan = step(
        "Seq Scan", 9.0, 3, **{"Relation Name": "authors", "Filter": "(id = 7)", "Rows Removed by Filter": 39_997}
    )
    usual = {"run": True, "seen": 9, "ms": 9.0, "values": "$1 = '7'"}
    return Plan(json.dumps([{"Plan": root or scan}]), **{**usual, **more})


def many() -> ArmStatements:
    """An arm with one query too many, a long statement, and more than can be told."""
    long = f"SELECT {', '.join(f'a_column_with_a_long_name_{n}' for n in range(80))} FROM books"
    nested = step(
        "Sort", 10.0, 3, Plans=[step("Nested Loop", 9.5, 3, Plans=[step("Seq Scan", 1.0), step("Hash", 8.0, 9_000)])]
    )
    told = (counted(calls=2_400, plan=plan()), counted(long[:2_000], cut=True, plan=plan(nested)), counted(BOOKS))
    return arm(*told, rest=Rest(statements=950, calls=1_000, ms=50.0, forgotten=3))


def explored(owner: Person, own: ArmStatements) -> Run:
    """A finished load test with these statements in its evidence."""
    return _kept(factories.finished_load(owner), {"own": own})


def compared(owner: Person, before: ArmStatements, after: ArmStatements, **more: Any) -> Run:
    """A judged comparison whose arms asked this; `more` goes to factories.finished_run."""
    return _kept(factories.finished_run(owner, **more), {"before": before, "after": after})


def _kept(run: Run, arms: dict[str, ArmStatements]) -> Run:
    packed = bytes(run.evidence.bundle)
    run.evidence.delete()
    Run.objects.filter(pk=run.pk).update(result={**run.result, **document.told(arms)})
    Evidence.objects.create(run=run, bundle=document.added(packed, arms))
    return Run.objects.get(pk=run.pk)
