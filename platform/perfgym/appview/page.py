"""A page of the app as a document of its own, for a frame in which nothing runs and nothing is fetched.

Built from the list that inside/page.py made, of which nothing is taken on trust: elements and attributes are those of
inside/tags.py, text and values are escaped, what is open is closed. Even if all of this failed, the frame is sandboxed
without exceptions (HTML, "Sandboxing") and the document's own policy lets it load nothing (CSP Level 3).
"""

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Any

from perfgym.appview.inside import magic
from perfgym.appview.inside.tags import ATTRIBUTE_CHARS, FIELDS, TAGS, VOID, allowed

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
HEAD = (
    f'<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light">'
    "<style>html{background:#fff;color:#000}</style></head>"
)
NODES, DEPTH = 12_000, 200
FORMATTING = {"a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"}
FORMATTED = 20  # of these open at once: browsers open all of them again in each paragraph that follows
STYLE_CHARS = 64 * 1024

Links = Callable[[str], str]


def document(page: Mapping[str, Any], pictures: Iterable[Any], links: Links) -> str:
    """The whole of it as text. `links` gives the address that asks for a path of the app."""
    builder = _Builder(_sources(pictures), links)
    body = builder.start("body", _mapping(page.get("body")))
    return f"{HEAD}{body}{''.join(builder.build(page.get('nodes')))}</body></html>"


def picture(pictures: Iterable[Any]) -> str:
    """A document of one picture, for an address that is one."""
    source = _sources(pictures).get("", "")
    return f'{HEAD}<body><img src="{source}" alt="The picture that the app answered with"></body></html>'


class _Builder:
    def __init__(self, sources: Mapping[str, str], links: Links) -> None:
        self._sources, self._links = sources, links
        self._open: list[str] = []

    def build(self, nodes: Any) -> Iterator[str]:
        for node in nodes[:NODES] if isinstance(nodes, list) else ():
            yield self._node(node)
        yield from (f"</{tag}>" for tag in reversed(self._open))

    def _node(self, node: Any) -> str:
        match node:
            case str():
                return escape(node)
            case ["style", str(text)]:
                return f"<style>{_style(text)}</style>"
            case [str(tag), dict(values)] if tag in TAGS and self._fits(tag):
                if tag not in VOID:
                    self._open.append(tag)
                return self.start(tag, values)
            case [str(end)] if end[:1] == "/" and end[1:] in self._open:
                return self._close(end[1:])
        return ""

    def start(self, tag: str, values: Mapping[str, Any]) -> str:
        """The start of an element with those of its attributes that it may have."""
        kept = {name: str(value)[:ATTRIBUTE_CHARS] for name, value in values.items() if allowed(tag, name)}
        if tag in FIELDS:
            kept["disabled"] = ""
        if tag == "input" and kept.get("type", "").lower() in ("file", "image"):
            kept["type"] = "text"
        if tag == "a" and isinstance(path := values.get("go"), str):
            kept["href"] = self._links(path[:ATTRIBUTE_CHARS])
        if tag == "img" and (source := self._sources.get(str(values.get("from")))):
            kept["src"] = source
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        return f"<{tag}{attributes}>"

    def _fits(self, tag: str) -> bool:
        if tag in FORMATTING and sum(each in FORMATTING for each in self._open) >= FORMATTED:
            return False
        return len(self._open) < DEPTH

    def _close(self, tag: str) -> str:
        """Its end, and before that of all that is open in it."""
        ends = ""
        while self._open:
            ends += f"</{(last := self._open.pop())}>"
            if last == tag:
                break
        return ends


def _style(text: str) -> str:
    """CSS that cannot end its element: a backslash before the slash means the same to CSS, and nothing to HTML."""
    return text[:STYLE_CHARS].replace("</", "<\\/")


def _sources(pictures: Iterable[Any]) -> dict[str, str]:
    """data: addresses of what is a picture, by where it is from."""
    found = {}
    for each in pictures:
        try:
            content = base64.b64decode(str(each["data"]), validate=True)
        except (binascii.Error, ValueError, LookupError, TypeError):
            continue
        if kind := magic.picture(content):
            found[str(each.get("from"))] = f"data:{kind};base64,{base64.b64encode(content).decode()}"
    return found


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
