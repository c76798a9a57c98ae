"""A page of the site as a page of a folder: without what only a server can do, and with links that lead to files."""

from collections.abc import Callable, Sequence
from html import escape
from html.parser import HTMLParser

Attributes = Sequence[tuple[str, str | None]]
Moved = Callable[[str], str | None]  # an address as it stands in a page -> as it shall stand; None: there is none

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
GONE = {"form", "script", "noscript", "iframe"}
GONE_CLASSES = {"top", "foot", "messages", "skip", "site-only", "on-site"}  # the site's frame, and what it alone can do
LEADING = ("href", "src")
OF_THE_SITE = ({"rel": "canonical"}, {"name": "description"})  # a copy elsewhere is a page of its own


def links(page: str) -> list[str]:
    """Every address that the page leads to, once it is rewritten, in order."""
    found: list[str] = []

    def note(address: str) -> str:
        found.append(address)
        return address

    rewritten(page, note)
    return found


def rewritten(page: str, moved: Moved, foot: str = "") -> str:
    """The page with each address moved, and `foot` (HTML) as its last part. A link that leads nowhere becomes text."""
    writer = _Writer(moved, foot)
    writer.feed(page)
    writer.close()
    return "".join(writer.written)


class _Writer(HTMLParser):
    def __init__(self, moved: Moved, foot: str) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self._moved, self._foot = moved, foot
        self._inside: list[str] = []  # elements that are open in one that is left out

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._inside or _is_gone(tag, attrs):
            if tag not in VOID:
                self._inside.append(tag)
            return
        self._start(attrs)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if not self._inside and not _is_gone(tag, attrs):
            self._start(attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._inside:
            self._write(f"{self._foot if tag == 'body' else ''}</{tag}>")
        elif tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._write(f"<!{decl}>")

    def _write(self, text: str) -> None:
        if not self._inside:
            self.written.append(text)

    def _start(self, attrs: Attributes) -> None:
        raw = self.get_starttag_text() or ""
        leading = [value for name, value in attrs if name in LEADING and value and not value.startswith("#")]
        if not leading:
            self._write(raw)
            return
        kept = [(name, value if name not in LEADING else self._moved(value or "")) for name, value in attrs]
        moved = [pair for pair in kept if pair[0] not in LEADING or pair[1] is not None]
        name = raw[1:].split(None, 1)[0].rstrip("/>")
        self._write(f"<{name}{''.join(map(_written, moved))}{'/' if raw.endswith('/>') else ''}>")


def _is_gone(tag: str, attrs: Attributes) -> bool:
    said = dict(attrs)
    if tag in GONE or GONE_CLASSES & set((said.get("class") or "").split()):
        return True
    if tag == "meta" and ((said.get("property") or "").startswith("og:") or (said.get("name") or "")[:8] == "twitter:"):
        return True
    return tag in ("link", "meta") and any(each.items() <= said.items() for each in OF_THE_SITE)


def _written(pair: tuple[str, str | None]) -> str:
    name, value = pair
    return f" {name}" if value is None else f' {name}="{escape(value)}"'
