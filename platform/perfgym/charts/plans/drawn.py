"""A plan as a page shows it: a tree of steps with their share, the worst one marked and explained."""

from dataclasses import dataclass

from perfgym.charts.plans import reasons
from perfgym.charts.plans.node import Node, Plan, UnreadablePlan
from perfgym.charts.plans.reading import read
from perfgym.charts.plans.text import facts, text
from perfgym.charts.plans.title import title
from perfgym.charts.words import figure, number

FACT = 300  # characters of a line
SHOWN = 200  # steps; the text has all of them
WORST = 0.3  # share of a plan that is worth to be marked
OWN_WORDS = ("Buffers", "Rows Removed", "Workers")  # facts that are told elsewhere, or only in the text


@dataclass(frozen=True)
class Step:
    """One step, in words. `share` is per cent, from 0 to 100, of what the whole plan took."""

    title: str
    name: str  # of a subplan
    share: float
    took: str
    rows: str
    off: str
    loops: str
    buffers: str
    facts: tuple[str, ...]
    worst: bool
    why: str
    below: tuple["Step", ...]


@dataclass(frozen=True)
class Drawn:
    """A plan to show: its tree, one sentence about the worst step, and the whole as text."""

    root: Step
    measured: bool
    verdict: str
    text: str
    left_out: int  # steps that are only in the text


def drawn(plan: str) -> Drawn:
    """The plan given as JSON. Raises UnreadablePlan."""
    found = read(plan)
    drawer = _Drawer(found)
    try:
        root, verdict = drawer.step(found.root), drawer.verdict()
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        raise UnreadablePlan from error
    return Drawn(root, found.measured, verdict, text(plan), max(0, len(found.steps) - SHOWN))


class _Drawer:
    def __init__(self, plan: Plan) -> None:
        self._plan, self._left = plan, SHOWN
        worst = plan.worst
        self._worst = worst if plan.share(worst) >= WORST or len(plan.steps) == 1 else None

    def verdict(self) -> str:
        if (worst := self._worst) is None:
            return "No step stands out: none has taken a third of it by itself."
        of = "the time" if self._plan.measured else "the planner's cost"
        why = " ".join(reasons.of(worst, measured=self._plan.measured))
        return f"{title(worst.raw)}: {_percent(self._plan.share(worst))} of {of}. {why}".strip()

    def step(self, node: Node) -> Step:
        self._left -= 1
        below = [self.step(child) for child in node.below if self._left > 0]
        measured, is_worst = self._plan.measured, node is self._worst
        return Step(
            title=title(node.raw),
            name=str(node.raw.get("Subplan Name", "")),
            share=round(100 * self._plan.share(node), 1),
            took=self._took(node),
            rows=_rows(node, measured=measured),
            off=reasons.off(node),
            loops=f"{node.loops:,} times" if node.loops > 1 else "",
            buffers=_buffers(node),
            facts=tuple(line[:FACT] for line in facts(node.raw) if not line.startswith(OWN_WORDS)),
            worst=is_worst,
            why=" ".join(reasons.of(node, measured=measured)) if is_worst else "",
            below=tuple(below),
        )

    def _took(self, node: Node) -> str:
        share = _percent(self._plan.share(node))
        if not self._plan.measured:
            return f"{share} of the cost"
        return f"{share}, {figure(node.own, 'ms')}" if node.loops else "never run"


def _rows(node: Node, *, measured: bool) -> str:
    rows = "row" if node.expected == 1 else "rows"
    expected = f"{number(node.expected)} {rows} expected"
    if not measured or not node.loops:
        return expected
    each = " each time" if node.loops > 1 else ""
    stopped = ", enough for the step above" if node.limited and node.rows < node.expected else ""
    return f"{expected}, {_found(node.rows)} came{each}{stopped}"


def _found(rows: float) -> str:
    return f"{rows:,.0f}" if rows == round(rows) or rows >= 100 else f"{rows:.2g}"  # a loop's average


def _buffers(node: Node) -> str:
    told = [f"{count:,} {how}" for count, how in ((node.hit, "found"), (node.read, "read")) if count]
    return f"blocks: {', '.join(told)}" if told else ""


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 or not share else "under 1 %"
