"""A chart as a file of its own: colours by value, every place in numbers, a heading, and a view box that scales.

What is drawn for a page is in per cent of a width that only the page knows, and is coloured by its style sheet. A word
processor, a slide or a mail knows neither.
"""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from perfgym.charts import looks, svg, width
from perfgym.charts.labels import WIDE

USUAL = 960.0  # pixels
AIR = 24.0  # around the chart
_HEAD = 34.0
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_ACROSS = ("x", "x1", "x2", "cx", "width")
_OF_A_PAGE = ("class", "vector-effect", "role", "aria-labelledby", "overflow", "tabindex")

ElementTree.register_namespace("", "http://www.w3.org/2000/svg")


def standalone(drawn: str, total: float = USUAL) -> str:
    """The chart, `total` pixels wide with its margins: for a narrow one, the labels that a telephone shows."""
    root = ElementTree.fromstring(drawn)  # noqa: S314 - drawn by us
    left, right = _beside(root)
    inner, high = total - 2 * AIR - left - right, float(root.get("height", "0"))
    if root.get("width", "100%") != "100%":
        inner = float(root.get("width", "0"))
        total = inner + 2 * AIR + left + right
    title, about = root[0], root[1]
    size = {"width": _text(total), "height": _text(high + 2 * AIR + _HEAD)}
    whole = Element(f"{_NAMESPACE}svg", {**size, "viewBox": f"0 0 {size['width']} {size['height']}", "role": "img"})
    whole.extend([title, about, Element(f"{_NAMESPACE}rect", {**size, "fill": looks.PAPER})])
    whole.append(_heading(str(title.text), total))
    whole.append(_content(root, inner, AIR + left, AIR + _HEAD))
    return ElementTree.tostring(whole, encoding="unicode")


def inlay(drawn: str, total: float) -> tuple[str, float]:
    """(the chart as a group of SVG elements for a larger picture, its height): `total` pixels wide, no heading."""
    root = ElementTree.fromstring(drawn)  # noqa: S314 - drawn by us
    left, right = _beside(root)
    group = _content(root, total - left - right, left, 0)
    return ElementTree.tostring(group, encoding="unicode"), float(root.get("height", "0"))


def _beside(root: Element) -> tuple[int, int]:
    """Pixels that a chart keeps free at its left and right."""
    classes = root.get("class", "").split()
    left = svg.LEFT if "chart-left" in classes else 0
    return left, svg.RIGHT if "chart-right" in classes else svg.EDGE if left else 0


def _content(root: Element, inner: float, x: float, y: float) -> Element:
    left, right = _beside(root)
    group = Element(f"{_NAMESPACE}g", {"transform": f"translate({_text(x)} {_text(y)})"})
    wide = inner + left + right >= WIDE
    group.extend(made for each in root[2:] if (made := _resolved(each, inner, wide)) is not None)
    return group


def _heading(title: str, total: float) -> Element:
    attributes = {"x": _text(AIR), "y": _text(AIR + 14), "fill": looks.INK, "font-family": looks.SANS}
    made = Element(f"{_NAMESPACE}text", {**attributes, "font-size": "15", "font-weight": "600"})
    made.text = width.shortened(title, total - 2 * AIR, 16.5)
    return made


def _resolved(each: Element, inner: float, wide: bool) -> Element | None:
    """The same element with nothing left that only a page knows; None where a page this narrow would hide it."""
    classes = each.get("class", "").split()
    hidden = {"chart-narrow"} if wide else {"chart-minor", "chart-wide"}
    if hidden & set(classes):
        return None
    if each.tag == f"{_NAMESPACE}svg":
        return _nested(each, inner, wide)
    known = {**looks.of(each.get("class", "")), **{name: _across(name, value, inner) for name, value in each.items()}}
    kept = {name: value for name, value in known.items() if name not in _OF_A_PAGE and not name.startswith("data-")}
    made = Element(each.tag, kept)
    made.text, made.tail = each.text, each.tail
    for one in each:
        inside = _resolved(one, inner, wide)
        if inside is not None:
            made.append(inside)
    return made


def _nested(each: Element, inner: float, wide: bool) -> Element:
    """A piece with an origin of its own; where it is stretched, its lines are stretched here."""
    x = float(_across("x", each.get("x", "0"), inner))
    made = Element(f"{_NAMESPACE}g", {"transform": f"translate({_text(x)} {each.get('y', '0')})"})
    for one in each:
        inside = _resolved(one, inner, wide)
        if inside is not None:
            if each.get("viewBox"):
                inside.set("d", _stretched(one.get("d", ""), inner / 100, float(each.get("height", "100")) / 100))
            made.append(inside)
    return made


def _stretched(path: str, across: float, down: float) -> str:
    runs = [part.split() for part in path.split("M")[1:]]
    scaled = [[_text(float(value) * (down if at % 2 else across)) for at, value in enumerate(run)] for run in runs]
    return "".join(f"M{' '.join(run)}" for run in scaled)


def _across(name: str, value: str, inner: float) -> str:
    if name in _ACROSS and value.endswith("%"):
        return _text(float(value[:-1]) * inner / 100)
    return value


def _text(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
