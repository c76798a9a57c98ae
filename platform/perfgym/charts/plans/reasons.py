"""Why a step takes long: only what its plan shows, as sentences."""

import re
from collections.abc import Iterator

from perfgym.charts.plans.node import Node
from perfgym.charts.words import figure, number

OFF = 10.0  # times: an estimate further off is told
MANY = 1_000  # rows thrown away, or loops, that are worth a sentence
WASTED = 10.0  # rows read for each that is kept
COLUMNS = 3  # of an index that is thought of
LONGEST = 200  # characters of a condition that is quoted
READ = 1_000  # characters of a condition in which columns are looked for
_SIMPLE = re.compile(r'(?:\w+\.)?"?(?P<column>\w+)"?(?:::[\w ]+)? (?P<how>=|<|>|<=|>=) .+', re.DOTALL)


def of(node: Node, *, measured: bool) -> list[str]:
    """Sentences about this step; none where the plan shows nothing out of the ordinary."""
    return [*_wasted(node), *_repeated(node), *_spilled(node), *_misjudged(node)] if measured else [*_planned(node)]


def off(node: Node) -> str:
    """How far the estimate of rows was off, as "9,000x more than expected".

    Empty below ten times, and for a step that was not run to its end.
    """
    if not node.loops:
        return ""
    found, expected = max(1.0, node.rows), max(1.0, node.expected)
    if found >= OFF * expected:
        return f"{number(found / expected, 2)}x more than expected"
    if node.limited or expected < OFF * found:
        return ""
    return f"{number(expected / found, 2)}x fewer than expected"


def index_for(node: Node) -> str:
    """The index that this step's filter could use, as `books (author_id)`; empty where the filter is not that simple.

    Equality before ranges, as a B-tree needs it (PostgreSQL manual, "Multicolumn Indexes").
    """
    relation, condition = str(node.raw.get("Relation Name", "")), str(node.raw.get("Filter", ""))
    if not relation or not condition or len(condition) > READ or " OR " in condition:
        return ""
    found = [_SIMPLE.fullmatch(_bare(part)) for part in _bare(condition).split(" AND ")]
    matches = [match for match in found if match]
    if len(matches) < len(found):
        return ""
    matches.sort(key=lambda match: match["how"] != "=")
    columns = list(dict.fromkeys(match["column"] for match in matches))
    return f"{relation} ({', '.join(columns)})" if len(columns) <= COLUMNS else ""


def _wasted(node: Node) -> Iterator[str]:
    kept, removed = node.rows * node.loops, node.removed * node.loops
    if removed < MANY or kept + removed < WASTED * max(1.0, kept):
        return
    yield f"It read {_rows(kept + removed)} to keep {_count(kept)}."
    if not node.raw["Node Type"].startswith(("Seq Scan", "Parallel Seq Scan")):
        return
    if index := index_for(node):
        yield f"It used no index; one on {index} could lead to them directly."
    else:
        yield f"It used no index. Its condition: {_short(str(node.raw.get('Filter', '')))}."


def _repeated(node: Node) -> Iterator[str]:
    if node.loops >= MANY:
        yield f"It ran {node.loops:,} times, once for each row of the step beside it."


def _spilled(node: Node) -> Iterator[str]:
    raw = node.raw
    if raw.get("Sort Space Type") == "Disk":
        yield f"Its rows did not fit into work_mem: it sorted {figure(1024 * raw['Sort Space Used'], 'bytes')} on disk."
    if raw.get("Hash Batches", 1) > 1:
        yield f"Its table did not fit into work_mem: it was made in {raw['Hash Batches']:,} batches, on disk."
    if raw.get("Lossy Heap Blocks"):
        blocks = f"{raw['Lossy Heap Blocks']:,}"
        yield f"Its bitmap did not fit into work_mem: {blocks} whole blocks were checked row by row."
    if raw.get("Heap Fetches", 0) >= MANY:
        yield f"The index alone did not suffice for {raw['Heap Fetches']:,} rows: the table was read for them too."


def _misjudged(node: Node) -> Iterator[str]:
    if told := off(node):
        yield f"The planner expected {_rows(node.expected)} and there were {_count(node.rows)}: {told}."


def _planned(node: Node) -> Iterator[str]:
    if node.raw["Node Type"] == "Seq Scan" and "Filter" in node.raw:
        index = index_for(node)
        also = f"; one on {index} could lead to the rows" if index else ""
        yield f"It reads the whole table and uses no index{also}."


def _bare(condition: str) -> str:
    """Without the parentheses around it."""
    text = condition.strip()
    while text.startswith("(") and text.endswith(")") and _closes_last(text):
        text = text[1:-1].strip()
    head = re.match(r"\(([\w.\"]+)\)", text)  # a column that is cast: (isbn)::text = ...
    return head[1] + text[head.end() :] if head else text


def _closes_last(text: str) -> bool:
    """Whether the first parenthesis is closed by the last character."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return place == len(text) - 1
    return False


def _short(condition: str) -> str:
    return condition if len(condition) <= LONGEST else f"{condition[:LONGEST]}…"


def _rows(count: float) -> str:
    return f"{_count(count)} row{'' if round(count) == 1 else 's'}"


def _count(count: float) -> str:
    return f"{round(count):,}"
