"""All statements of a run as a table, and what there is to say about them as a whole."""

from typing import Any

from perfgym.charts.words import change, figure, number
from perfgym.runs.models import Run
from perfgym.runs.statements import document
from perfgym.runs.statements.counted import ArmStatements
from perfgym.runs.statements.shown import paired
from perfgym.runs.statements.shown.compared import COLUMNS, Compared, compared
from perfgym.runs.statements.shown.paired import Pair

TOP = 5
SHORT = 160  # characters
FORGOTTEN = (
    "pg_stat_statements had no room for all statements and forgot some, so these counts are too low. Statements whose "
    "text changes with each call do that: pass values as parameters."
)


def section(run: Run) -> dict[str, Any]:
    """For the run's page: the top statements, and what is repeated. Empty where there is nothing."""
    if document.TOLD not in run.result or (found := compared(run, None)) is None:
        return {}
    return {"sql": _listing(found, "time", TOP)}


def listing(run: Run, other: Run | None, sort: str) -> dict[str, Any]:
    """For the page of all statements. Sorted by `sort` of COLUMNS, the largest of either arm first."""
    found = compared(run, other)
    context: dict[str, Any] = {"run": run, "lab": run.current_lab(), "other": other, "sort": sort}
    return context | ({"sql": _listing(found, sort, None)} if found else {})


def _listing(found: Compared, sort: str, most: int | None) -> dict[str, Any]:
    value = COLUMNS[sort][1]
    ranked = sorted(found.pairs, key=lambda pair: -max(value(pair.before) or 0.0, value(pair.after) or 0.0))
    return {
        "names": found.names,
        "summary": _summary(found),
        "requests": [(name, arm.requests) for name, arm in found.arms],
        "why": [arm.why for _, arm in found.arms if arm.why],
        "repeated": paired.repeated(ranked)[:3],
        "columns": [(name, heading) for name, (heading, _, _) in COLUMNS.items()],
        "rows": [_row(found, pair) for pair in ranked[:most]],
        "count": len(ranked),
        "rest": [(name, _rest(arm)) for name, arm in found.arms if arm.rest.statements],
        "forgotten": FORGOTTEN if any(arm.rest.forgotten for _, arm in found.arms) else "",
    }


def _summary(found: Compared) -> str:
    """All statements together: "50 → 2 statements a request, 1.2 → 0.9 ms in the database"."""
    before, after = (
        (paired.whole_calls(arm) / max(1, arm.requests), paired.whole_ms(arm) / max(1, arm.requests))
        for arm in (found.before, found.after)
    )
    if found.names:
        calls, time = change(before[0], after[0]), change(before[1], after[1], "ms")
    else:
        calls, time = number(after[0]), figure(after[1], "ms")
    return f"{calls} statements a request, which took {time} in the database"


def _row(found: Compared, pair: Pair) -> dict[str, Any]:
    text = pair.counted.text
    return {
        "fingerprint": pair.counted.fingerprint,
        "text": text if len(text) <= SHORT else f"{text[: SHORT - 1]}…",
        "cells": found.cells(pair),
        "share": round(100 * pair.after.share),
        "repeated": pair.after.is_repeated,
        "change": pair.change if found.names else "",
        "has_plan": any(side.counted and side.counted.plan for side in (pair.before, pair.after)),
    }


def _rest(arm: ArmStatements) -> str:
    rest = arm.rest
    calls = number(rest.calls / max(1, arm.requests))
    time = figure(rest.ms / max(1, arm.requests), "ms")
    return f"{rest.statements:,} other statements together: {calls} calls and {time} a request"
