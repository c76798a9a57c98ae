"""A plan as people read it: the text that psql shows, made from the JSON that EXPLAIN gives.

EXPLAIN ANALYZE runs its statement, so it is asked once, for JSON. Form of the text: PostgreSQL's explain.c; what this
knows no line for is shown as `name: value`, so nothing is left out.
"""

import json
from collections.abc import Iterator

from perfgym.charts.plans.node import DEEPEST, Raw, UnreadablePlan
from perfgym.charts.plans.title import title

TITLE = {
    "Node Type", "Parallel Aware", "Async Capable", "Parent Relationship", "Subplan Name", "Join Type", "Strategy",
    "Partial Mode", "Operation", "Relation Name", "Schema", "Alias", "Index Name", "Scan Direction", "CTE Name",
    "Function Name", "Startup Cost", "Total Cost", "Plan Rows", "Plan Width", "Actual Startup Time",
    "Actual Total Time", "Actual Rows", "Actual Loops", "Plans", "Disabled", "Inner Unique", "Single Copy",
}  # fmt: skip
LINES = {  # name in the JSON whose value begins a line: (what the line says, the other names that it needs)
    "Sort Method": (
        "Sort Method: {Sort Method}  {Sort Space Type}: {Sort Space Used}kB",
        ("Sort Space Used", "Sort Space Type"),
    ),
    "HashAgg Batches": ("Batches: {HashAgg Batches}  Memory Usage: {Peak Memory Usage}kB", ()),
    "Hash Buckets": (
        "Buckets: {Hash Buckets}  Batches: {Hash Batches}  Memory Usage: {Peak Memory Usage}kB",
        ("Original Hash Buckets", "Hash Batches", "Original Hash Batches", "Peak Memory Usage"),
    ),
}
NOTHING = ("Rows Removed", "Subplans Removed", "Planned Partitions", "Disk Usage")  # not said when 0
BUFFERS = ("shared", "local", "temp")
USES = ("hit", "read", "dirtied", "written")
ALL_USES = {f"{kind.title()} {use.title()} Blocks" for kind in BUFFERS for use in USES}
TIMES = {f"{kind.title()} I/O {use} Time" for kind in BUFFERS for use in ("Read", "Write")}


def text(plan: str) -> str:
    """The lines of a plan given as JSON. Raises UnreadablePlan."""
    try:
        whole = json.loads(plan)[0]
        return "\n".join([*_node(whole["Plan"], DEEPEST), *_after(whole)])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadablePlan from error


def facts(node: Raw) -> list[str]:
    """The lines below the first: conditions, sort method, buffers."""
    return list(_facts(node))


def _node(node: Raw, left: int) -> Iterator[str]:
    """A node and those below it, not indented."""
    if not left:
        raise RecursionError
    yield f"{title(node)}  {_figures(node)}"
    yield from (f"  {line}" for line in _facts(node))
    for child in node.get("Plans", []):
        name = child.get("Subplan Name")
        if name:
            yield f"  {name}"
        first, *others = _node(child, left - 1)
        indent = "    " if name else "  "
        yield f"{indent}->  {first}"
        yield from (f"{indent}    {line}" for line in others)


def _figures(node: Raw) -> str:
    cost = f"(cost={node['Startup Cost']:.2f}..{node['Total Cost']:.2f}"
    cost += f" rows={node['Plan Rows']} width={node['Plan Width']})"
    if "Actual Loops" not in node:
        return cost
    if not node["Actual Loops"]:
        return f"{cost} (never executed)"
    took = (
        f"time={node['Actual Startup Time']:.3f}..{node['Actual Total Time']:.3f} "
        if "Actual Total Time" in node
        else ""
    )
    return f"{cost} (actual {took}rows={node['Actual Rows']:.2f} loops={node['Actual Loops']})"


def _facts(node: Raw) -> Iterator[str]:
    said = TITLE | ALL_USES | TIMES | {name for _, names in LINES.values() for name in names}
    for name, value in node.items():
        if name == "Workers":
            yield from _workers(value)
        elif name in LINES:
            yield LINES[name][0].format_map(node)
        elif name not in said and value is not False and not (value == 0 and name.startswith(NOTHING)):
            yield f"{name}: {_value(value)}"
    yield from _buffers(node)


def _workers(workers: list[Raw]) -> Iterator[str]:
    """What single workers needed: a line for each, where it differs from plan to plan and not only from run to run."""
    for worker in workers:
        if lines := [line for line in _facts(worker) if not line.startswith(("Worker Number", "Buffers"))]:
            yield f"Worker {worker['Worker Number']}:  {'  '.join(lines)}"


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_value(each) for each in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _buffers(node: Raw) -> Iterator[str]:
    counts = [f"{kind} {used}" for kind in BUFFERS if (used := _used(node, f"{kind.title()} "))]
    if counts:
        yield f"Buffers: {', '.join(counts)}"
    if times := [f"{name.removesuffix(' Time').lower()}={node[name]:.3f}" for name in sorted(TIMES) if node.get(name)]:
        yield f"I/O Timings: {', '.join(times)}"


def _used(node: Raw, kind: str) -> str:
    """Blocks of one kind of buffer, as `hit=3 read=2`; empty when none."""
    blocks = {use: node.get(f"{kind}{use.title()} Blocks") for use in USES}
    return " ".join(f"{use}={count}" for use, count in blocks.items() if count)


def _after(whole: Raw) -> Iterator[str]:
    planning = whole.get("Planning")
    if planning and (lines := list(_buffers(planning))):
        yield "Planning:"
        yield from (f"  {line}" for line in lines)
    for name in ("Planning Time", "Execution Time"):
        if name in whole:
            yield f"{name}: {whole[name]:.3f} ms"
    for trigger in whole.get("Triggers", []):
        yield f"Trigger {trigger.get('Trigger Name')}: time={trigger.get('Time')} calls={trigger.get('Calls')}"
