"""What the classes of charts.css mean where no style sheet is: in a file of its own, by values, on light paper."""

from collections.abc import Mapping

PAPER, INK, INK_2, INK_3 = "#fbfaf7", "#17191c", "#565b63", "#6f757e"
RULE, RULE_2, BEFORE, AFTER, WARN, BAD = "#e3e0d8", "#cfcbc0", "#767c86", "#0a6c74", "#8a5000", "#a8261c"
SANS, MONO = "ui-sans-serif, system-ui, 'DejaVu Sans', sans-serif", "'IBM Plex Mono', ui-monospace, monospace"

Look = Mapping[str, str]


def _line(stroke: str, wide: str, dashes: str = "") -> Look:
    look = {"fill": "none", "stroke": stroke, "stroke-width": wide, "stroke-linecap": "round"}
    return {**look, "stroke-dasharray": dashes} if dashes else look


# In the order in which they win, as in the style sheet: a later class goes over an earlier one.
LIGHT: Mapping[str, Look] = {
    "chart-dot": {"fill": AFTER, "fill-opacity": "0.36"},
    "chart-interval": {"fill": AFTER, "fill-opacity": "0.22"},
    "chart-estimate": {"stroke": AFTER, "stroke-width": "2"},
    "chart-after": _line(AFTER, "2"),
    "chart-before": _line(BEFORE, "1.5", "4 3"),
    "chart-as-before": {"stroke-width": "1", "stroke-dasharray": "3 3"},
    "chart-main": _line(INK, "2"),
    "chart-second": _line(INK_2, "1.4", "7 3"),
    "chart-third": _line(INK_3, "1.4", "1 3"),
    "chart-bad": _line(BAD, "1.6"),
    "chart-limit": _line(WARN, "1.2", "8 3 2 3"),
    "chart-few": {"stroke-dasharray": "1 4"},
    "chart-mark-after": {"fill": AFTER, "stroke": PAPER, "stroke-width": "1"},
    "chart-mark-before": {"fill": PAPER, "stroke": BEFORE, "stroke-width": "1.5"},
    "chart-mark-main": {"fill": INK, "stroke": PAPER, "stroke-width": "1"},
    "chart-band": {"fill": "#dedddb", "stroke": INK_2, "stroke-width": "1"},
    "chart-axis": {"stroke": RULE_2},
    "chart-grid": {"stroke": RULE},
    "chart-text": {"fill": INK_2, "font-size": "12", "font-family": SANS},
    "chart-text-after": {"fill": AFTER, "font-weight": "600"},
    "chart-text-before": {"fill": INK_2},
    "chart-text-main": {"fill": INK, "font-weight": "600"},
    "chart-text-bad": {"fill": BAD},
    "chart-text-limit": {"fill": WARN},
    "chart-figure": {"font-family": MONO},
    "chart-halo": {"stroke": PAPER, "stroke-width": "4", "paint-order": "stroke", "stroke-linejoin": "round"},
    "chart-aside": {"fill": INK_3},
    "chart-bar": {"fill": "#dcd9d0", "stroke": INK_3, "stroke-width": "1"},
    "chart-bar-of": {"fill": "none", "stroke": INK_3, "stroke-width": "1", "stroke-dasharray": "2 2"},
    "chart-frame": {"stroke": PAPER},
    "chart-frame-all": {"fill": PAPER, "stroke": RULE_2},
    "chart-frame-own": {"fill": "#c0c0bf"},
    "chart-frame-library": {"fill": "#dedddb"},
    "chart-frame-python": {"fill": "#edece9"},
    "chart-frame-same": {"fill": "#edece9"},
    "chart-frame-more": {"fill": "#aecdcd"},
    "chart-frame-less": {"fill": PAPER, "stroke": BEFORE, "stroke-width": "1.5", "stroke-dasharray": "4 3"},
    "chart-frame-text": {"fill": "#23272e", "font-size": "11"},
}


def of(classes: str) -> dict[str, str]:
    """The attributes that stand for these classes."""
    named = set(classes.split())
    return {key: value for name, look in LIGHT.items() if name in named for key, value in look.items()}
