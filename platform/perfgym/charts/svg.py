"""Elements of SVG as text. Everything that reaches a page goes through here, and is escaped here.

Places are in per cent of the width and in pixels of the height, so that a chart fills any width and its text keeps its
size. How the classes look is in charts.css; `standalone` makes a file of its own out of a chart.
"""

import hashlib
from collections.abc import Iterable
from html import escape

LEFT = 48  # pixels beside a plot, for the values of its axis; charts.css has the same
RIGHT = 88  # for the names of its lines
EDGE = 20  # where there are none


def element(name: str, classes: str = "", *inside: str, **attributes: str | float) -> str:
    """One element; `_` in an attribute's name stands for `-`. `inside` is SVG already."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    every = {**({"class": classes} if classes else {}), **named}
    written = "".join(f' {key}="{escape(_value(value))}"' for key, value in every.items())
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def text(words: str, x: float, y: float, classes: str = "", *, anchor: str = "middle", **more: str | float) -> str:
    """Text at x per cent and y pixels."""
    return element(
        "text", f"chart-text {classes}".strip(), escape(words), x=percent(x), y=y, text_anchor=anchor, **more
    )


def words(plain: str) -> str:
    """Text as the inside of an element."""
    return escape(plain)


def vertical(x: float, top: float, bottom: float, classes: str) -> str:
    """A vertical line at x per cent between two heights in pixels."""
    return element("line", classes, x1=percent(x), x2=percent(x), y1=top, y2=bottom)


def horizontal(y: float, classes: str, *, left: float = 0, right: float = 100) -> str:
    """A horizontal line at y pixels between two places in per cent."""
    return element("line", classes, x1=percent(left), x2=percent(right), y1=y, y2=y)


def curve(points: Iterable[tuple[float, float] | None], height: float, top: float, classes: str) -> str:
    """A line through points given in per cent of the width and of the height (0 at the top), stretched to the chart.

    None interrupts it; a point that stands alone is drawn as a dot.
    """
    line = element("path", classes, d=_path(points), vector_effect="non-scaling-stroke", stroke_linejoin="round")
    return element(
        "svg",
        "",
        line,
        x="0",
        y=top,
        width="100%",
        height=height,
        viewBox="0 0 100 100",
        preserveAspectRatio="none",
        overflow="visible",
    )


def _path(points: Iterable[tuple[float, float] | None]) -> str:
    parts: list[str] = []
    run: list[str] = []
    for point in [*points, None]:
        if point is not None:
            run.append(f"{_short(point[0])} {_short(point[1])}")
        elif run:
            parts.append(f"M{' '.join(run)}" if len(run) > 1 else f"M{run[0]} {run[0]}")
            run = []
    return "".join(parts)


def _short(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def chart(title: str, description: str, height: float, *inside: str, classes: str = "", width: str = "100%") -> str:
    """The whole picture, with a name and a description for who cannot see it."""
    body = "".join(inside)
    mark = hashlib.sha256(f"{title}{description}{body}".encode()).hexdigest()[:8]  # the same chart has the same id
    names = element("title", "", escape(title), id=f"chart-{mark}-t") + element(
        "desc", "", escape(description), id=f"chart-{mark}-d"
    )
    return element(
        "svg",
        f"chart {classes}".strip(),
        names,
        body,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby=f"chart-{mark}-t chart-{mark}-d",
        width=width,
        height=_value(float(height)),
    )


def percent(value: float) -> str:
    return f"{_value(round(value, 2))}%"


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else _short(value)
