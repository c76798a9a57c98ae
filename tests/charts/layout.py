"""Where the texts and lines of a standalone chart lie: whether any overlap, or leave the picture."""

import math
import re
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from perfgym.charts import standalone, width

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (352.0, 960.0)  # a telephone's column with the air around it, and a page
SLACK = 1.0  # pixels


class Box(NamedTuple):
    words: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > SLACK and down > SLACK


def faults(drawn: str) -> list[str]:
    """Everything that is wrong with a chart at a narrow and at a wide width, in words."""
    found = []
    for total in WIDTHS:
        text = standalone(drawn, total)
        root = ElementTree.fromstring(text)
        view = [float(each) for each in root.get("viewBox", "").split()]
        boxes = list(_texts(root, 0, 0))
        found += [
            f"{total:.0f}: not a number in the file" for _ in re.finditer(r"(?<![a-z])(nan|inf)(?![a-z])", text, re.I)
        ]
        found += [f"{total:.0f}: {box} is outside" for box in boxes if not _inside(box, view)]
        found += [f"{total:.0f}: {one} lies on {two}" for one, two in combinations(boxes, 2) if one.overlaps(two)]
        found += [
            f"{total:.0f}: a line leaves the picture: {place}"
            for place in _places(root, 0, 0)
            if not _within(place, view)
        ]
        if left := [name for each in root.iter() for name in ("class", "style") if each.get(name)]:
            found.append(f"{total:.0f}: {left} only means something on a page")
        if "%" in "".join(value for each in root.iter() for value in each.attrib.values()):
            found.append(f"{total:.0f}: a place in per cent")
        if root[0].tag != f"{SVG}title" or root[1].tag != f"{SVG}desc" or not root[0].text or not root[1].text:
            found.append("no name or no description")
    return found


def _texts(each: Element, x: float, y: float):
    dx, dy = _moved(each)
    x, y = x + dx, y + dy
    if each.tag == f"{SVG}text":
        size = float(each.get("font-size", "12"))
        words = "".join(each.itertext())
        wide = _wide(words, size)
        at = x + float(each.get("x", "0")) + float(each.get("dx", "0"))
        left = at - {"start": 0, "middle": wide / 2, "end": wide}[each.get("text-anchor", "start")]
        base = y + float(each.get("y", "0"))
        yield Box(words, left, base - 0.75 * size, left + wide, base + 0.2 * size)
    for one in each:
        yield from _texts(one, x, y)


def _wide(words: str, size: float) -> float:
    return width.of(words, size)


def _moved(each: Element) -> tuple[float, float]:
    found = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", each.get("transform", ""))
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def _inside(box: Box, view: list[float]) -> bool:
    return box.left >= -SLACK and box.top >= -SLACK and box.right <= view[2] + SLACK and box.bottom <= view[3] + SLACK


def _places(each: Element, x: float, y: float):
    """(x, y) of every end, corner and point."""
    dx, dy = _moved(each)
    x, y = x + dx, y + dy
    get = lambda name: float(each.get(name, "0"))  # noqa: E731
    if each.tag == f"{SVG}line":
        yield from ((x + get("x1"), y + get("y1")), (x + get("x2"), y + get("y2")))
    elif each.tag == f"{SVG}circle":
        yield x + get("cx"), y + get("cy")
    elif each.tag == f"{SVG}rect":
        yield from ((x + get("x"), y + get("y")), (x + get("x") + get("width"), y + get("y") + get("height")))
    elif each.tag == f"{SVG}path":
        for run in each.get("d", "").split("M")[1:]:
            numbers = [float(value) for value in run.split()]
            yield from ((x + one, y + two) for one, two in zip(numbers[::2], numbers[1::2], strict=True))
    for one in each:
        yield from _places(one, x, y)


def _within(place: tuple[float, float], view: list[float]) -> bool:
    return all(math.isfinite(value) for value in place) and (
        -SLACK <= place[0] <= view[2] + SLACK and -SLACK <= place[1] <= view[3] + SLACK
    )
