"""From the JSON of EXPLAIN to nodes that know what they took by themselves."""

import json
import math

from perfgym.charts.plans.node import DEEPEST, STEPS, Node, Plan, Raw, UnreadablePlan

TAKES_ALL = ("Sort", "Aggregate", "Hash", "Materialize", "WindowAgg", "Bitmap")  # every row below, whoever stops above


def read(plan: str) -> Plan:
    """The plan given as JSON. Raises UnreadablePlan."""
    try:
        whole = json.loads(plan)[0]
        reader = _Reader(measured="Actual Total Time" in whole["Plan"])
        return Plan(
            reader.node(whole["Plan"], DEEPEST, 1.0, 1.0, limited=False),
            reader.measured,
            _number(whole, "Execution Time"),
            _number(whole, "Planning Time"),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadablePlan from error


def _number(whole: Raw, name: str) -> float | None:
    found = whole.get(name)
    return None if found is None else float(found)


class _Reader:
    """Reads nodes from the top; remembers what each CTE took, for whoever reads from it pays for it."""

    def __init__(self, *, measured: bool) -> None:
        self.measured = measured
        self._left = STEPS
        self._tables: dict[str, float] = {}

    def node(self, raw: Raw, deeper: int, times: float, workers: float, *, limited: bool) -> Node:
        """`times`: how often the planner expects this step to run; `workers`: processes that share it."""
        if not deeper or not self._left:
            raise RecursionError
        self._left -= 1
        inner_workers = 1.0 + raw.get("Workers Launched", 0) if raw["Node Type"].startswith("Gather") else workers
        children = list(raw.get("Plans", []))
        children.sort(key=lambda child: not _is_table(child))  # a CTE before those that read from it
        spent, below = 0.0, []
        for child in children:
            again = times * self._again(raw, child)
            stops = _stops(raw, child) or (limited and not str(raw["Node Type"]).startswith(TAKES_ALL))
            made = self.node(child, deeper - 1, again, inner_workers, limited=stops)
            took = self._took(child, again, inner_workers)
            if _is_table(child):
                self._tables[str(child["Subplan Name"]).removeprefix("CTE ")] = took
            else:
                spent += took
            below.append(made)
        if raw["Node Type"] == "CTE Scan":
            spent += self._tables.get(str(raw.get("CTE Name")), 0.0)
        own = self._took(raw, times, workers) - spent
        if not math.isfinite(own):
            raise ValueError(own)
        hit, read = _blocks(raw, "Shared Hit Blocks"), _blocks(raw, "Shared Read Blocks")
        return Node(raw, max(0.0, own), hit, read, tuple(below), limited)

    def _took(self, raw: Raw, times: float, workers: float) -> float:
        if self.measured:
            return float(raw.get("Actual Total Time", 0)) * float(raw.get("Actual Loops", 0)) / workers
        return float(raw["Total Cost"]) * times

    def _again(self, raw: Raw, child: Raw) -> float:
        """How often a child runs for each time that its parent does: the planner's guess, where nothing was run."""
        if self.measured or raw["Node Type"] != "Nested Loop" or child.get("Parent Relationship") != "Inner":
            return 1.0
        outer = next(one for one in raw["Plans"] if one.get("Parent Relationship") == "Outer")
        return max(1.0, float(outer["Plan Rows"]))


def _stops(raw: Raw, child: Raw) -> bool:
    """Whether a step takes rows from one below only until it has enough."""
    if raw.get("Join Type") in ("Semi", "Anti") or raw.get("Inner Unique"):
        return child.get("Parent Relationship") == "Inner"
    return bool(raw["Node Type"] in ("Limit", "Merge Join"))


def _is_table(raw: Raw) -> bool:
    return str(raw.get("Subplan Name", "")).startswith("CTE ")


def _blocks(raw: Raw, name: str) -> int:
    """Of a step without those below it."""
    return max(0, int(raw.get(name, 0)) - sum(int(child.get(name, 0)) for child in raw.get("Plans", [])))
