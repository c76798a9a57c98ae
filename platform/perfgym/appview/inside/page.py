"""A page of the app, taken apart into a flat list: text, starts and ends of elements, what else is to be fetched.

The list is put together again by the platform, which trusts none of it (appview/page.py). It is made here because
parsing what a stranger wrote can take any time and memory, and both are bounded here.
"""

import json
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from perfgym.appview.inside import address
from perfgym.appview.inside.tags import ATTRIBUTE_CHARS, TAGS, allowed

NODES = 12_000
BYTES = 500_000  # of the list as JSON
DROPPED = {
    "script",
    "svg",
    "math",
    "template",
    "iframe",
    "object",
    "embed",
    "applet",
    "frameset",
    "noframes",
    "audio",
    "video",
    "canvas",
    "portal",
}  # fmt: skip - with all that is in them
UNPAIRED = {"embed"}
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
FULL = "The page is larger than what the preview shows of one; the rest is left out."


class Full(Exception):
    """No more of the page fits."""


class Reader(HTMLParser):
    """`nodes` has text as strings, starts as [name, attributes], ends as ["/name"]. A link has its path as `go`; what
    is to be fetched is ["img", {..., "from": path}] and ["sheet", path]; a style element is ["style", text]."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Any] = []
        self.body: dict[str, str] = {}
        self.inline: dict[str, str] = {}  # pictures that the page holds itself, by the name that they have in `from`
        self.title = ""
        self.left_out: Counter[str] = Counter()
        self._base, self._path = path, path
        self._dropping: list[str] = []
        self._into = ""  # title or style, whose text is no part of the page
        self._bytes = 0

    def read(self, text: str) -> None:
        """Take the whole page in, as far as it fits."""
        try:
            self.feed(text)
            self.close()
        except Full:
            self.left_out["rest"] += 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropping:
            if tag == self._dropping[-1]:
                self._dropping.append(tag)
            return
        if tag == "img":
            attrs = [(name, self._name(value or "") if name == "src" else value) for name, value in attrs]
        values = {
            name: (value or "").translate(CONTROLS)
            for name, value in attrs[:50]
            if len(value or "") <= ATTRIBUTE_CHARS  # half of an address leads elsewhere
        }
        if tag in DROPPED:
            self.left_out[tag] += 1
            if tag not in UNPAIRED:
                self._dropping.append(tag)
        elif tag in ("title", "style"):
            self._into = tag
        elif tag == "link":
            self._link(values)
        elif tag == "meta":
            self.left_out["refresh"] += values.get("http-equiv", "").lower() == "refresh"
        elif tag == "base":
            self._base = address.path_of(self._path, values["href"]) or self._base if "href" in values else self._base
        elif tag == "body":
            self.body = self._kept(tag, values)
        elif tag in TAGS:
            self._start(tag, values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>`; for an element that may hold something the slash means nothing, as in browsers."""
        if tag not in DROPPED or tag in ("svg", "math"):
            self.handle_starttag(tag, attrs)
        else:
            self.left_out[tag] += 1
        if self._dropping and self._dropping[-1] == tag:
            self._dropping.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            if tag == self._dropping[-1]:
                self._dropping.pop()
        elif tag == self._into:
            self._into = ""
        elif tag in TAGS:
            self._add([f"/{tag}"])

    def handle_data(self, data: str) -> None:
        text = data.translate(CONTROLS)
        if self._dropping or not text:
            return
        if self._into == "title":
            self.title = (self.title + text)[:200]
        elif self._into == "style":
            self._add(["style", text])
        else:
            self._add(text)

    def _start(self, tag: str, values: dict[str, str]) -> None:
        kept = self._kept(tag, values)
        if tag == "a" and "href" in values:
            self._lead(kept, values["href"])
        if tag == "img":
            kept["from"] = self._picture(values.get("src", ""))
        if tag == "form":
            self.left_out["form"] += 1
        self._add([tag, kept])

    def _lead(self, kept: dict[str, str], to: str) -> None:
        """A link within the app goes on; one to a place on the page, or out of the app, says so and does nothing."""
        path = None if to.strip().startswith("#") else address.path_of(self._base, to)
        if path is not None:
            kept["go"] = path
        elif not to.strip().startswith("#"):
            kept["title"] = f"Leads out of the app, to {to[:200]}"

    def _name(self, source: str) -> str:
        """A short name in place of a picture that stands in the page itself."""
        if not source.startswith("data:"):
            return source
        name = f"data:{len(self.inline)}"
        self.inline[name] = source
        return name

    def _picture(self, source: str) -> str:
        return source if source in self.inline else (source and address.path_of(self._base, source)) or ""

    def _link(self, values: dict[str, str]) -> None:
        if "stylesheet" in values.get("rel", "").lower().split():
            path = address.path_of(self._base, values.get("href", ""))
            if path is None:
                self.left_out["sheet"] += 1
            else:
                self._add(["sheet", path])

    def _kept(self, tag: str, values: dict[str, str]) -> dict[str, str]:
        return {name: value for name, value in values.items() if allowed(tag, name)}

    def _add(self, node: Any) -> None:
        self._bytes += len(json.dumps(node, ensure_ascii=False).encode(errors="replace")) + 1
        if len(self.nodes) >= NODES or self._bytes > BYTES:
            raise Full
        self.nodes.append(node)
