"""A guide page as HTML. Authors are trusted to be sensible, not to be careful: everything is cleaned afterwards."""

from functools import lru_cache, partial
from typing import Any

import markdown
import nh3
from pymdownx.slugs import slugify

from perfgym.catalog.figures import drawing
from perfgym.catalog.lab import Lab
from perfgym.catalog.step import Step

PREFIX = "guide-"  # of heading ids, so that they never meet an id of the page around them
EXTENSIONS = [
    "admonition", "def_list", "footnotes", "tables", "toc",
    "pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences", "pymdownx.tilde",
]  # fmt: skip
TAGS = {
    "a", "abbr", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "kbd", "li", "ol", "p", "pre", "samp", "span", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul", "var",
}  # fmt: skip
CLASSED = ("a", "code", "details", "div", "hr", "p", "pre", "span", "sup")
ATTRIBUTES = {
    **{tag: {"class"} for tag in CLASSED},
    **{tag: {"id"} for tag in ("h1", "h2", "h3", "h4", "h5", "h6", "li")},
    "a": {"href", "title", "class"},
    "abbr": {"title"},
    "details": {"class", "open"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "sup": {"id", "class"},
    "td": {"align"},
    "th": {"align"},
}
Link = tuple[str, str]  # (tag, address)


def render(step: Step) -> str:
    """The step's body as HTML. Links between pages and pictures lead to the site's own addresses."""
    html = _clean(_html(step.figures.quote(step.body)), step.lab, step.pages)
    return drawing.placed(html, step.figures.drawn)


def render_hint(step: Step, index: int) -> str:
    """One hint as HTML; `index` counts from 0. Raises IndexError when the step has no such hint."""
    return _clean(_html(step.figures.quote(step.hints[index])), step.lab, step.pages)


def render_good(lab: Lab, text: str) -> str:
    """The text of "what good looks like" as HTML; its pictures lie where only those come who may read it."""
    html = _clean(_html(lab.figures.quote(text)), lab.slug, tuple(step.name for step in lab.steps), "good")
    return drawing.placed(html, lab.figures.drawn)


def render_document(text: str) -> str:
    """A document of our own, such as the one about the method, as HTML."""
    return reachable(_clean(_html(text), "", ()))


def reachable(html: str) -> str:
    """Code wider than the column scrolls; a keyboard reaches it."""
    return html.replace("<pre>", '<pre tabindex="0">')


def links(text: str) -> list[Link]:
    """Every address that a text links to or shows, as written: ("a", href) and ("img", src)."""
    found: list[Link] = []

    def collect(tag: str, attribute: str, value: str) -> str:
        if attribute in ("href", "src"):
            found.append((tag, value))
        return value

    nh3.clean(_html(text), tags=TAGS, attributes=ATTRIBUTES, attribute_filter=collect)
    return found


def anchors(text: str) -> set[str]:
    """What can be linked to within a text, as an author writes it after the #."""
    found: set[str] = set()

    def collect(tag: str, attribute: str, value: str) -> str:
        if attribute == "id":
            found.add(value.removeprefix(PREFIX))
        return value

    nh3.clean(_html(text), tags=TAGS, attributes=ATTRIBUTES, attribute_filter=collect)
    return found


@lru_cache(maxsize=512)
def _html(text: str) -> str:
    """Markdown to HTML, kept by content. Each text gets its own converter: threads cannot share one."""
    settings: dict[str, dict[str, Any]] = {
        "toc": {"slugify": _slug, "permalink": False},
        "tables": {"use_align_attribute": True},
        "pymdownx.highlight": {"use_pygments": True, "noclasses": False, "guess_lang": False, "anchor_linenums": False},
        "pymdownx.tilde": {"subscript": False},
    }
    return markdown.markdown(text, extensions=EXTENSIONS, extension_configs=settings, output_format="html")


def _slug(text: str, separator: str) -> str:
    return PREFIX + str(slugify(case="lower")(text, separator))


@lru_cache(maxsize=512)
def _clean(html: str, lab: str, pages: tuple[str, ...], pictures: str = "guide") -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=partial(_address, lab, pages, pictures),
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )


def _address(lab: str, pages: tuple[str, ...], pictures: str, tag: str, attribute: str, value: str) -> str | None:
    """The site's address for one the author wrote; None drops it."""
    if attribute == "src":
        return f"/labs/{lab}/{pictures}/{value}" if "/" not in value and ":" not in value else None
    if attribute != "href":
        return value
    page, _, fragment = value.partition("#")
    mark = "" if not fragment else f"#{fragment}" if fragment.startswith(("fn:", "fnref:")) else f"#{PREFIX}{fragment}"
    if not page:
        return mark or value
    if page.removesuffix(".md") in pages and page.endswith(".md"):
        return f"/labs/{lab}/work/?step={pages.index(page.removesuffix('.md')) + 1}{mark}"
    return value
