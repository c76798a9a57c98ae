"""A drawing of a run within a page of the guide: in the page's own colours and width, with its table behind it."""

import re
from collections.abc import Callable
from html import escape, unescape
from xml.etree import ElementTree

from perfgym.catalog.figures.kept import Picture

SPACE = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "g", "path", "line", "rect", "circle", "polygon", "polyline", "text", "tspan", "title", "desc"}
SHOWN = re.compile(r"<p>\s*<img (?P<attributes>[^>]*)>\s*</p>")
ATTRIBUTE = re.compile(r'(alt|src)="([^"]*)"')
HARMLESS = re.compile(r"[A-Za-z0-9 .,%#()_+-]*|http://www\.w3\.org/2000/svg")
WORDED = ("aria-label", "data-")  # any text may stand in these


def is_ours(svg: str) -> bool:
    """Whether this is only lines, shapes and text, as our charts draw them: no address, no style, nothing that runs."""
    if "<!" in svg or "<?" in svg:
        return False
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - no declarations, hence no entities
    except ElementTree.ParseError:
        return False
    return all(_is_harmless(each) for each in root.iter())


def placed(html: str, of: Callable[[str], tuple[Picture, str] | None]) -> str:
    """A guide page in which each picture of a run is drawn itself; `of` gives it by the name of its file."""

    def drawn(found: re.Match[str]) -> str:
        attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(found["attributes"])}
        known = of(attributes.get("src", "").rpartition("/")[2])
        return _figure(*known, attributes.get("alt", "")) if known else found[0]

    return SHOWN.sub(drawn, html)


def _figure(picture: Picture, svg: str, said: str) -> str:
    """As web/parts/chart.html has it. The author's words come first, then what the chart itself says."""
    words = f"<strong>{escape(said)}</strong> " if said else ""
    behind = f'<div class="behind small no-print">{_table(picture)}</div>' if picture.rows else ""
    caption = f'<figcaption class="muted small">{words}{escape(picture.caption)}</figcaption>'
    return f'<figure class="plot">{svg}{caption}{behind}</figure>'


def _table(picture: Picture) -> str:
    head = "".join(_cell("th", word, at, ' scope="col"') for at, word in enumerate(picture.head))
    rows = "".join(
        "<tr>"
        + "".join(_cell("td" if at else "th", word, at, "" if at else ' scope="row"') for at, word in enumerate(row))
        + "</tr>"
        for row in picture.rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    label = escape(f"{picture.title}: the numbers")
    scroll = f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{table}</div>'
    return f"<details><summary>Table</summary>{scroll}</details>"


def _cell(tag: str, word: str, at: int, more: str) -> str:
    number = ' class="num"' if at else ""
    return f"<{tag}{number}{more}>{escape(word)}</{tag}>"


def _is_harmless(each: ElementTree.Element) -> bool:
    if each.tag.removeprefix(SPACE) not in ELEMENTS or not each.tag.startswith(SPACE):
        return False
    return all(
        name.startswith(WORDED) or (not name.startswith(("on", "{", "style", "href")) and HARMLESS.fullmatch(value))
        for name, value in each.attrib.items()
    )
