"""A flame graph of folded stacks: who called below, what was called above, as wide as its share of the whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from perfgym.charts import svg, words
from perfgym.charts.folded import Frame, Stacks
from perfgym.charts.functions import Function, rows
from perfgym.charts.tables import Table

MAX_DRAWN = 2_000  # frames in one picture, the widest
NARROWEST = 0.1  # per cent of the width; what is narrower shows nothing
ROW = 18  # pixels
ROWS = 30  # of the table
CHARACTERS = 1.25  # in one per cent of the width, where the picture is about 900 pixels wide
COLUMN = 0.9  # the same where it is a page's column of text, or on paper
_NARROW = 0.42  # the same where it is 330


@dataclass(frozen=True)
class Box:
    """A frame and its place: left edge and width in per cent."""

    frame: Frame
    left: float
    width: float


@dataclass(frozen=True)
class Drawn:
    """A box as it is drawn: `label` in it, `tip` about it, `tone` for its class."""

    name: str
    label: str
    tip: str
    tone: str
    depth: int
    left: float
    width: float


def flame_graph(title: str, stacks: Stacks, unit: str = "samples", most: int = MAX_DRAWN) -> str:
    """The picture as SVG of our own making, of at most so many frames; every name in it is text."""
    drawn = [_drawn(box, stacks.root.count, unit) for box in chosen(list(_boxes(stacks)), most)]
    return picture(title, description(stacks, unit), drawn)


def picture(title: str, words_of_it: str, drawn: list[Drawn], characters: float = CHARACTERS) -> str:
    """Boxes that stand on each other, as SVG. What a script needs to zoom stands in their data attributes.

    `characters`: how many of them one per cent of the width has room for.
    """
    height = ROW * (1 + max(box.depth for box in drawn))
    return svg.chart(
        title, words_of_it, height, *(_group(box, height, characters) for box in drawn), classes="chart-flame"
    )


def description(stacks: Stacks, unit: str = "samples") -> str:
    """What the picture shows, and what of the input it leaves out."""
    widest = sorted(stacks.root.called.values(), key=lambda frame: -frame.count)[:3]
    parts = [f"{amount(stacks.root.count, unit)}."]
    if widest:
        parts.append("Widest: " + ", ".join(f"{one.name} {_share(one.count, stacks)}" for one in widest) + ".")
    return " ".join([*parts, *left_out(stacks)])


def left_out(stacks: Stacks) -> list[str]:
    """Sentences about what of the input is not in the picture."""
    parts = []
    if stacks.dropped:
        parts.append(f"{stacks.dropped:,} of {stacks.lines:,} lines could not be read and are left out.")
    if stacks.cut:
        parts.append(f"{stacks.cut:,} stacks are too deep and are cut.")
    return parts


def flame_table(stacks: Stacks, unit: str = "samples") -> Table:
    """Functions by what they used themselves, the most first."""
    ranked = [row for row in rows(stacks) if row.own][:ROWS]
    return Table(
        ("function", unit, "share"),
        [(row.function.title, f"{row.own:,}", _share(row.own, stacks)) for row in ranked],
    )


def amount(count: float, unit: str) -> str:
    """Samples as a whole number, bytes in the size that reads best."""
    return words.figure(count, "bytes") if unit == "bytes" else f"{count:,} {unit}"


def chosen(boxes: list[Box], most: int = MAX_DRAWN) -> list[Box]:
    """The widest; a caller is as wide as what it called, and goes first, so none is left hanging."""
    return sorted(boxes, key=lambda box: (-box.width, box.frame.depth))[:most]


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


def _drawn(box: Box, whole: int, unit: str) -> Drawn:
    frame, function = box.frame, Function.of(box.frame.name)
    share = f"{100 * frame.count / max(1, whole):.1f} %"
    tip = f"{function.title}: {amount(frame.count, unit)}, {share}"
    if frame.own and frame.called:
        tip += f"; of its own {100 * frame.own / max(1, whole):.1f} %"
    tone = function.origin if frame.depth else "all"
    return Drawn(function.title, function.label, tip, str(tone), frame.depth, box.left, box.width)


def _group(box: Drawn, height: int, characters: float) -> str:
    y = height - ROW * (box.depth + 1)
    place: dict[str, str | float] = {"x": svg.percent(box.left), "width": svg.percent(box.width), "y": y}
    parts = [svg.element("title", "", svg.words(box.tip))]
    parts.append(svg.element("rect", f"chart-frame chart-frame-{box.tone}", **place, height=ROW - 1))
    if len(label := _fitting(box.label, box.width * characters)) > 2:
        narrow = "" if len(label) <= box.width * _NARROW else " chart-minor"  # a script fits it to any width
        classes = f"chart-figure chart-frame-text chart-frame-text-{box.tone}{narrow}"
        parts.append(svg.text(label, box.left + 0.3, y + ROW - 5, classes, anchor="start"))
    data: dict[str, str | float] = {"data_name": box.name, "data_label": box.label, "data_depth": box.depth}
    data |= {"data_left": f"{box.left:.4f}", "data_width": f"{box.width:.4f}"}
    return svg.element("g", "", *parts, **data)


def _fitting(name: str, characters: float) -> str:
    most = int(characters)
    return name if len(name) <= most else f"{name[: most - 1]}…" if most > 2 else ""


def _share(count: int, stacks: Stacks) -> str:
    return f"{100 * count / max(1, stacks.root.count):.1f} %"
