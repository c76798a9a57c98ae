"""Two profiles in one flame graph: each frame as wide as the larger of its two amounts, and marked by which one it is.

Both are brought to one measure first (a request, a second), so that a run with more traffic does not look slower. After
Brendan Gregg's differential flame graphs (https://www.brendangregg.com/blog/2014-11-09/differential-flame-graphs.html),
but nothing that is gone is lost from the picture, and no hue says better or worse.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from perfgym.charts import words
from perfgym.charts.flame import CHARACTERS, MAX_DRAWN, NARROWEST, Drawn, picture
from perfgym.charts.folded import Frame, Stacks
from perfgym.charts.functions import Function, rows

SAME = 0.005  # of the larger whole: less than this is no difference worth a mark


@dataclass
class Both:
    """A frame of either profile; amounts in the common unit. `width` is the larger of own amounts, summed upwards."""

    name: str
    depth: int
    before: float = 0.0
    after: float = 0.0
    own_before: float = 0.0
    own_after: float = 0.0
    width: float = 0.0
    called: dict[str, "Both"] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What a function used itself before and after."""

    function: Function
    before: float
    after: float

    @property
    def by(self) -> float:
        return self.after - self.before


@dataclass(frozen=True)
class Side:
    """A profile, and by what its counts are multiplied to be in the common unit."""

    stacks: Stacks
    scale: float

    @property
    def whole(self) -> float:
        return self.stacks.root.count * self.scale


def differential(
    title: str, before: Side, after: Side, unit: str, most: int = MAX_DRAWN, characters: float = CHARACTERS
) -> str:
    """The picture as SVG, of at most so many frames. `unit` is that of the scaled amounts, such as "ms".

    `characters`: as for flame.picture.
    """
    root = Both("all", 0)
    _merge(root, before, "before")
    _merge(root, after, "after")
    _widen(root)
    whole = max(before.whole, after.whole) or 1.0
    boxes = sorted(_placed(root), key=lambda box: (-box[2], box[0].depth))[:most]
    drawn = [_drawn(frame, left, width, whole, unit) for frame, left, width in boxes]
    told = f"Before {words.figure(before.whole, unit)}, after {words.figure(after.whole, unit)}."
    return picture(title, told, drawn, characters)


def changes(before: Side, after: Side) -> list[Change]:
    """Every function that differs, the largest difference first."""
    first = {row.function: row.own * before.scale for row in rows(before.stacks)}
    last = {row.function: row.own * after.scale for row in rows(after.stacks)}
    found = [Change(one, first.get(one, 0.0), last.get(one, 0.0)) for one in {**first, **last}]
    return sorted((one for one in found if one.by), key=lambda one: (-abs(one.by), one.function.title))


def signed(value: float, unit: str) -> str:
    """With its sign, in the size that reads best: "+1.2 ms"."""
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{words.figure(abs(value), unit)}"  # noqa: RUF001


def _merge(root: Both, side: Side, which: str) -> None:
    waiting: list[tuple[Both, Frame]] = [(root, side.stacks.root)]
    while waiting:
        both, frame = waiting.pop()
        setattr(both, which, getattr(both, which) + frame.count * side.scale)
        setattr(both, f"own_{which}", getattr(both, f"own_{which}") + frame.own * side.scale)
        for name, called in frame.called.items():
            if name not in both.called:
                both.called[name] = Both(name, both.depth + 1)
            waiting.append((both.called[name], called))


def _widen(root: Both) -> None:
    order, waiting = [], [root]
    while waiting:
        both = waiting.pop()
        order.append(both)
        waiting += both.called.values()
    for both in reversed(order):
        both.width = max(both.own_before, both.own_after) + sum(one.width for one in both.called.values())


def _placed(root: Both) -> Iterator[tuple[Both, float, float]]:
    """(frame, left, width), both in per cent."""
    whole = root.width or 1.0
    waiting = [(root, 0.0, 100.0)]
    while waiting:
        both, left, width = waiting.pop()
        yield both, left, width
        for one in sorted(both.called.values(), key=lambda one: one.name):
            wide = 100 * one.width / whole
            if wide >= NARROWEST:
                waiting.append((one, left, wide))
            left += wide


def _drawn(both: Both, left: float, width: float, whole: float, unit: str) -> Drawn:
    function, by = Function.of(both.name), both.after - both.before
    tone = "same" if abs(by) < SAME * whole else "more" if by > 0 else "less"
    told = {"same": "as before", "more": f"{signed(by, unit)}", "less": f"{signed(by, unit)}"}[tone]
    tip = f"{function.title}: before {words.figure(both.before, unit)}, after {words.figure(both.after, unit)}, {told}"
    label = function.label if tone == "same" else f"{told} {function.label}"
    return Drawn(function.title, label, tip, tone, both.depth, left, width)
