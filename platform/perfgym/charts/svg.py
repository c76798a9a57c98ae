"""Elements of SVG as text. Everything that reaches a page goes through here, and is escaped here."""

import hashlib
from collections.abc import Iterable
from html import escape

# What the classes of charts.css mean where no style sheet is: in an exported file, in a mail.
_FALLBACK = {
    "chart-dot": {"fill": "#0a6c74", "fill-opacity": "0.3"},
    "chart-interval": {"fill": "#0a6c74", "fill-opacity": "0.22"},
    "chart-estimate": {"stroke": "#0a6c74", "stroke-width": "2"},
    "chart-after": {"stroke": "#0a6c74", "stroke-width": "2", "fill": "none"},
    "chart-before": {"stroke": "#8a8f98", "stroke-width": "1.5", "stroke-dasharray": "4 3", "fill": "none"},
    "chart-mark-after": {"fill": "#0a6c74"},
    "chart-mark-before": {"fill": "#fbfaf7", "stroke": "#8a8f98", "stroke-width": "1.5"},
    "chart-axis": {"stroke": "#cfcbc0"},
    "chart-grid": {"stroke": "#e3e0d8"},
    "chart-text": {"fill": "#565b63", "font-size": "12", "font-family": "ui-sans-serif, system-ui, sans-serif"},
    "chart-text-after": {"fill": "#0a6c74", "font-weight": "600"},
    "chart-text-before": {"fill": "#565b63"},
    "chart-halo": {"stroke": "#fbfaf7", "stroke-width": "4", "paint-order": "stroke", "stroke-linejoin": "round"},
    "chart-frame": {"stroke": "#fbfaf7"},
    "chart-frame-all": {"fill": "#fbfaf7", "stroke": "#cfcbc0"},
    "chart-frame-own": {"fill": "#c0c0bf"},
    "chart-frame-library": {"fill": "#dedddb"},
    "chart-frame-python": {"fill": "#edece9"},
    "chart-frame-same": {"fill": "#edece9"},
    "chart-frame-more": {"fill": "#aecdcd"},
    "chart-frame-less": {"fill": "#fbfaf7", "stroke": "#767c86", "stroke-width": "1.5", "stroke-dasharray": "4 3"},
    "chart-frame-text": {"fill": "#23272e", "font-size": "11"},
    "chart-figure": {"font-family": "'IBM Plex Mono', ui-monospace, monospace"},
}


def element(name: str, classes: str = "", *inside: str, **attributes: str | float) -> str:
    """One element; `_` in an attribute's name stands for `-`. `inside` is SVG already."""
    fallback = {key: value for each in classes.split() for key, value in _FALLBACK.get(each, {}).items()}
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    every = {**({"class": classes} if classes else {}), **fallback, **named}
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


def curve(points: Iterable[tuple[float, float]], height: float, top: float, classes: str) -> str:
    """A line through points given in per cent of the width and of the height (0 at the top), stretched to the chart."""
    path = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    line = element("path", classes, d=path, vector_effect="non-scaling-stroke", stroke_linejoin="round")
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


def chart(title: str, description: str, height: int, *inside: str, classes: str = "", width: str = "100%") -> str:
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
        height=height,
    )


def percent(value: float) -> str:
    return f"{_value(round(value, 2))}%"


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 2):g}"
