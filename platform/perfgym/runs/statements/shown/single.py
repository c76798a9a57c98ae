"""One statement: its text, its figures, its plans."""

from typing import Any

from perfgym.charts import plans
from perfgym.charts.plans import UnreadablePlan
from perfgym.charts.words import figure
from perfgym.runs.models import Run
from perfgym.runs.statements.counted import Plan
from perfgym.runs.statements.shown import layout, paired
from perfgym.runs.statements.shown.compared import COLUMNS, Compared
from perfgym.runs.statements.shown.paired import Side


def statement(found: Compared, fingerprint: str) -> dict[str, Any] | None:
    """For the page of one statement: its text, its figures, its plans. None where no arm has it."""
    pair = next((one for one in found.pairs if one.counted.fingerprint == fingerprint), None)
    if pair is None:
        return None
    names, sides = found.names or ("own",), [pair.before, pair.after] if found.names else [pair.after]
    return {
        "text": layout.lines(pair.counted.text),
        "cut": pair.counted.cut,
        "fingerprint": fingerprint,
        "names": found.names,
        "change": pair.change if found.names else "",
        "figures": list(zip((heading for heading, _, _ in COLUMNS.values()), found.cells(pair), strict=True)),
        "repeated": paired.repeated([pair]),
        "plans": [_planned(*one) for one in zip(names, sides, found.sources, strict=False)],
    }


def _planned(name: str, side: Side, source: tuple[Run, str]) -> dict[str, Any]:
    """One arm's plan, drawn; in its place why there is none."""
    plan = side.counted.plan if side.counted else None
    shown: dict[str, Any] = {"arm": name, "asked": side.counted is not None, "plan": None, "why": "", "from": ""}
    shown |= {"run": source[0], "source": source[1]}
    if plan is None:
        return shown
    try:
        return {**shown, "plan": plans.drawn(plan.json), "from": _from(plan), "values": plan.values}
    except UnreadablePlan as error:
        return {**shown, "why": str(error)}


def _from(plan: Plan) -> str:
    if not plan.run:
        return "Made after the run, for no values in particular: it was not seen running while plans were taken."
    if plan.seen == 1:
        return f"Of the one execution that was seen; it took {figure(plan.ms, 'ms')}."
    return f"Of one execution of {plan.seen} that were seen, the middle one by time; it took {figure(plan.ms, 'ms')}."
