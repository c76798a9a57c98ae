"""People's own Markdown as HTML. Hostile until shown otherwise: capped before it is rendered, cleaned afterwards."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from perfgym import storable
from perfgym.checks.texts.figures import Standing
from perfgym.checks.texts.marked import CLOSE, OPEN, Voice

MAX_INPUT = 100 * 1024  # characters
MAX_LINES = 10_000
MAX_NESTING = 20
MAX_BRACKETS = 5_000
MAX_REFERENCES = 200
MAX_LINK_CHARS = 200_000  # of all addresses and titles together: references repeat what they refer to
MAX_CELLS = 5_000
MAX_OUTPUT = 1_000_000  # characters
HEADING = 3  # the level of a person's first one: it stands below the page's own two
SCHEMES = {"http", "https", "mailto"}
TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
OURS = {"mark": {"class"}, "span": {"class"}}
TOO_MUCH = "This text is too large or too tangled to be formatted; it is shown as it was typed."


class _TooMuch(Exception):
    """The text would be formatted into more than a page can carry."""


def render(text: str, marks: Mapping[str, str] | None = None) -> SafeString:
    """Safe HTML of a person's Markdown, at most MAX_OUTPUT characters.

    `marks`: single characters that nobody types, and the HTML of ours (`mark`, `span`) for each in the text.

    CommonMark with tables and strikethrough; HTML in it is shown as text, pictures as their description. A text above a
    cap is shown as plain text (its first MAX_INPUT characters) under a sentence that says so.
    """
    text = storable.text(text)
    try:
        return mark_safe(_formatted(text, marks or {}))  # noqa: S308  # cleaned by nh3 against an allowlist
    except _TooMuch:
        bare = text.translate(dict.fromkeys(map(ord, marks or {})))
        return mark_safe(_plain(bare))  # noqa: S308  # escaped


def marks(voice: Voice) -> dict[str, str]:
    """The HTML of each mark for `render`; those that a voice has no words for are left out."""
    opened = {OPEN[one]: f'<mark class="is-{name}">' for one, (name, _) in voice.items()}
    closed = {CLOSE[one]: _said(words) for one, (_, words) in voice.items()}
    rest = {mark: "" for one in Standing if one not in voice for mark in (OPEN[one], CLOSE[one])}
    return {**opened, **closed, **rest}


def _said(words: str) -> str:
    return f'<span class="visually-hidden"> ({escape(words)})</span></mark>'


def _formatted(text: str, marks: Mapping[str, str]) -> str:
    _refuse_too_much(
        len(text) > MAX_INPUT,
        text.count("\n") > MAX_LINES,
        text.count("[") > MAX_BRACKETS,
        text.count("]:") > MAX_REFERENCES,
    )
    parser = _parser(marks)
    tokens = parser.parse(text)
    _refuse_too_much(_link_chars(tokens) > MAX_LINK_CHARS, _cells(tokens) > MAX_CELLS)
    _set_headings(tokens)
    html = _clean(parser.renderer.render(tokens, parser.options, {}), OURS if marks else {})
    html = html.replace("<th></th>", "<td></td>")  # a corner of a table heads nothing
    html = html.translate(dict.fromkeys(map(ord, marks)))  # those that stood in an address or a title
    _refuse_too_much(len(html) > MAX_OUTPUT)
    return html


def _set_headings(tokens: Sequence[Token]) -> None:
    """The levels that a text has, from the page's next one on and without a gap, whichever it starts with."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(6, HEADING + levels.index(token.tag))}"


def _refuse_too_much(*over: bool) -> None:
    if any(over):
        raise _TooMuch


def _parser(marks: Mapping[str, str]) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.add_render_rule("image", _description)
    if marks:
        parser.add_render_rule("text", _marked(marks))
    return parser


def _marked(marks: Mapping[str, str]) -> Callable[..., str]:
    """Marks become HTML in running text alone: an attribute never holds any."""
    table = str.maketrans(dict(marks))

    def text(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return escape(tokens[index].content).translate(table)

    return text


def _description(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """A picture's words in place of the picture: nothing is loaded from elsewhere."""
    return escape(renderer.renderInlineAsText(tokens[index].children or [], options, env))


def _link_chars(tokens: Sequence[Token]) -> int:
    """Characters of all addresses and titles, each as often as it would be written out."""
    own = sum(len(str(value)) for token in tokens for value in token.attrs.values())
    return own + sum(_link_chars(token.children) for token in tokens if token.children)


def _cells(tokens: Sequence[Token]) -> int:
    return sum(token.type in ("td_open", "th_open") for token in tokens)


def _clean(html: str, more: Mapping[str, set[str]]) -> str:
    return nh3.clean(
        html,
        tags=TAGS | set(more),
        attributes={**ATTRIBUTES, **more},
        attribute_filter=_outward,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel="nofollow ugc noopener",
    )


def _outward(tag: str, attribute: str, value: str) -> str | None:
    """Links lead to whole addresses only: one without a host could be read as a page of ours."""
    if (tag, attribute) != ("a", "href"):
        return value
    try:
        address = urlsplit(value)
    except ValueError:
        return None
    return value if address.scheme == "mailto" or (address.scheme in SCHEMES and address.netloc) else None


def _plain(text: str) -> str:
    return f"<p>{escape(TOO_MUCH)}</p>\n<pre>{escape(text[:MAX_INPUT])}</pre>\n"
