"""What stands beside the clock: what the database was asked, the plans of its costliest statements, a flame graph.

All of it is shown and none of it judged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perfgym.charts import plans
from perfgym.charts.flame import COLUMN
from perfgym.charts.plans import UnreadablePlan
from perfgym.charts.words import figure
from perfgym.profiles import page as profiles
from perfgym.profiles.shelf import Recorded, recorded_of
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.profile import Profiling
from perfgym.runs.report import kept
from perfgym.runs.statements.counted import ArmStatements, Counted
from perfgym.runs.statements.shown import layout, listing
from perfgym.runs.statements.shown.compared import COLUMNS, compared
from perfgym.workspaces.models import digest_of_all

SHOWN = ("time", "calls", "blocks")  # columns of the table of statements
FRAMES = 100  # of the flame graph
FUNCTIONS = 6  # that changed


@dataclass(frozen=True)
class Costliest:
    """The statement with the most time in the database of one version, and its plan."""

    arm: str
    text: str
    took: str
    plan: Any


def of(run: Run) -> dict[str, Any]:
    """The template's context; a part that was not recorded is left out."""
    return {**kept.of(run, "beside", lambda: _statements(run)), **_flame(run)}


def _statements(run: Run) -> dict[str, Any]:
    found = compared(run, None)
    sql = listing.section(run).get("sql")
    if found is None or not sql or not sql["rows"]:
        return {}
    at = [list(COLUMNS).index(name) for name in SHOWN]
    rows = [(row["text"], [row["cells"][place] for place in at], row["change"]) for row in sql["rows"]]
    planned = [*_planned("before", found.before), *_planned("after", found.after)]
    return {
        "sql_summary": sql["summary"],
        "sql_columns": [COLUMNS[name][0] for name in SHOWN],
        "sql_rows": rows,
        "sql_count": sql["count"],
        "sql_plans": planned if len(planned) == 2 else [],
    }


def _planned(arm: str, statements: ArmStatements) -> Iterator[Costliest]:
    """One, or nothing where no statement of this version has a plan that can be read."""
    ranked = sorted((one for one in statements.statements if one.plan), key=lambda one: -one.ms)
    for one in ranked[:1]:
        try:
            drawn = plans.drawn(one.plan.json) if one.plan else None
        except UnreadablePlan:
            return
        yield Costliest(arm, layout.lines(one.text), _took(one, statements.requests), drawn)


def _took(one: Counted, requests: int) -> str:
    calls, ms = one.calls / max(1, requests), one.ms / max(1, requests)
    return f"{figure(calls)} calls and {figure(ms, 'ms')} a request"


def _flame(run: Run) -> dict[str, Any]:
    """Both versions in one flame graph, where the owner has recorded a CPU profile of each."""
    before, after = _profiled(run, digest_of_all({})), _profiled(run, run.change)
    if before is None or after is None or before == after:
        return {}
    name = f"flame of an entry {kept.mark(before)} {kept.mark(after)}"
    return kept.remembered(name, lambda: _drawn(recorded_of(before), recorded_of(after)))


def _profiled(run: Run, change: str) -> Run | None:
    """The owner's latest CPU profile of a version of this lab."""
    runs = Run.objects.filter(owner=run.owner_id, lab=run.lab, lab_digest=run.lab_digest, change=change)
    profiled = {"result__profile__profiling": Profiling.CPU, "result__profile__problem": ""}
    found = runs.filter(kind=Kind.EXPLORE, state=State.FINISHED, **profiled)
    return found.defer("tail", "fingerprint").order_by("-created_at").first()


def _drawn(before: Recorded | None, after: Recorded | None) -> dict[str, Any]:
    if before is None or after is None:
        return {}
    shown = profiles.difference(before, after, FRAMES, COLUMN)
    return {
        "flame": shown["difference"],
        "flame_words": f"{shown['whole_before']} → {shown['whole_after']} {shown['measure'].words}",
        "flame_changes": shown["changes"][:FUNCTIONS],
        "flame_dates": (before.run.created_at, after.run.created_at),
    }
