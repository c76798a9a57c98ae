"""A flame graph of folded stacks: who called below, what was called above, as wide as its share of the samples."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from perfgym.charts import svg
from perfgym.charts.folded import Frame, Stacks
from perfgym.charts.tables import Table

MAX_DRAWN = 2_000  # frames in one picture, the widest
NARROWEST = 0.1  # per cent of the width; what is narrower shows nothing
ROW = 18  # pixels
ROWS = 30  # of the table
SHADES = 4
_CHARACTERS = 1.25  # in one per cent of the width, where the picture is about 900 pixels wide


@dataclass(frozen=True)
class Box:
    """A frame and its place: left edge and width in per cent."""

    frame: Frame
    left: float
    width: float


def flame_graph(title: str, stacks: Stacks, unit: str = "samples") -> str:
    """The picture as SVG of our own making; every name in it is text."""
    boxes = _chosen(list(_boxes(stacks)))
    deepest = max(box.frame.depth for box in boxes)
    height = ROW * (deepest + 1)
    drawn = [_drawn(box, height - ROW * (box.frame.depth + 1), stacks.root.count, unit) for box in boxes]
    return svg.chart(title, description(stacks, unit), height, *drawn, classes="chart-flame")


def description(stacks: Stacks, unit: str = "samples") -> str:
    """What the picture shows, and what of the input it leaves out."""
    widest = sorted(stacks.root.called.values(), key=lambda frame: -frame.count)[:3]
    parts = [f"{stacks.root.count:,} {unit}."]
    if widest:
        parts.append("Widest: " + ", ".join(f"{one.name} {_share(one.count, stacks)}" for one in widest) + ".")
    if stacks.dropped:
        parts.append(f"{stacks.dropped:,} of {stacks.lines:,} lines could not be read and are left out.")
    if stacks.cut:
        parts.append(f"{stacks.cut:,} stacks are too deep and are cut.")
    return " ".join(parts)


def flame_table(stacks: Stacks, unit: str = "samples") -> Table:
    """Functions by what they used themselves, the most first."""
    own: dict[str, int] = {}
    for frame in stacks.frames_in_order():
        if frame.own and frame.depth:
            own[frame.name] = own.get(frame.name, 0) + frame.own
    ranked = sorted(own.items(), key=lambda item: (-item[1], item[0]))[:ROWS]
    return Table(("function", unit, "share"), [(name, f"{count:,}", _share(count, stacks)) for name, count in ranked])


def _boxes(stacks: Stacks) -> Iterator[Box]:
    """Every frame wide enough to be seen, below it those that it called, by name from the left."""
    whole = max(1, stacks.root.count)
    waiting = [Box(stacks.root, 0.0, 100.0)]
    while waiting:
        box = waiting.pop()
        yield box
        left = box.left
        for frame in sorted(box.frame.called.values(), key=lambda frame: frame.name):
            width = 100 * frame.count / whole
            if width >= NARROWEST:
                waiting.append(Box(frame, left, width))
            left += width


def _chosen(boxes: list[Box]) -> list[Box]:
    """The widest; a caller is as wide as what it called, and goes first, so none is left hanging."""
    return sorted(boxes, key=lambda box: (-box.width, box.frame.depth))[:MAX_DRAWN]


def _drawn(box: Box, y: float, whole: int, unit: str) -> str:
    name = box.frame.name
    share = f"{100 * box.frame.count / max(1, whole):.1f} %"
    tip = svg.element("title", "", svg.words(f"{name}: {box.frame.count:,} {unit}, {share}"))
    place: dict[str, str | float] = {"x": svg.percent(box.left), "width": svg.percent(box.width), "y": y}
    parts = [tip, svg.element("rect", f"chart-frame chart-frame-{_shade(name)}", **place, height=ROW - 1)]
    if len(label := _fitting(name, box.width)) > 2:
        parts.append(svg.text(label, box.left + 0.3, y + ROW - 5, "chart-figure chart-frame-text", anchor="start"))
    return svg.element("g", "", *parts)


def _fitting(name: str, width: float) -> str:
    most = int(width * _CHARACTERS)
    return name if len(name) <= most else f"{name[: most - 1]}…" if most > 2 else ""


def _shade(name: str) -> int:
    """The same function has the same shade in every picture."""
    return hashlib.sha256(name.encode()).digest()[0] % SHADES


def _share(count: int, stacks: Stacks) -> str:
    return f"{100 * count / max(1, stacks.root.count):.1f} %"
