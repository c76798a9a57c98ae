"""Each text of a stranger as the site shows it: people's Markdown, or stacks that a pod has folded."""

import time
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from perfgym.charts import flame_graph, folded
from perfgym.web import text
from tests.hostile.table import Ends, Row

KIND = "markdown"
ATTRIBUTES = {(tag, name) for tag, names in text.ATTRIBUTES.items() for name in names} | {("a", "rel")}
DRAWN = {f"{{http://www.w3.org/2000/svg}}{name}" for name in ("svg", "title", "desc", "g", "rect", "text")}


class Page(HTMLParser):
    """Fails at everything that people's text may not become."""

    deepest = depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in text.TAGS
        assert {(tag, name) for name, _ in attrs} <= ATTRIBUTES
        found = dict(attrs)
        if href := found.get("href"):
            assert href.split(":")[0] in text.SCHEMES
            assert href.startswith(("mailto:", "http://", "https://"))
            assert href.partition("//")[2][:1] not in ("", "/") or href.startswith("mailto:")
            assert found["rel"] == "nofollow ugc noopener"
        self.depth += tag == "blockquote"
        self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "blockquote"

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment came through: {data[:80]}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"a declaration came through: {decl[:80]}")

    handle_pi = unknown_decl = handle_decl


def test_a_strangers_text_is_only_text(row: Row) -> None:
    begun = time.process_time()
    given = row.file.read_bytes()
    shown = text.render(given.decode(errors="replace"))
    assert time.process_time() - begun < 5  # a second on a quiet machine
    assert len(shown) <= text.MAX_OUTPUT
    assert "\0" not in shown
    page = Page()
    page.feed(shown)
    assert page.deepest <= text.MAX_NESTING
    if row.file.suffix == ".md":
        assert (text.TOO_MUCH in shown) is (row.ends is Ends.REFUSED)


def test_drawn_as_stacks_it_is_our_own_drawing(row: Row) -> None:
    """Whatever a pod hands over as its stacks, an SVG included: bad lines are left out, names are text."""
    begun = time.process_time()
    stacks = folded.read(row.file.read_bytes())
    drawn = flame_graph("CPU", stacks)
    assert time.process_time() - begun < 5
    root = ElementTree.fromstring(drawn)
    assert {each.tag for each in root.iter()} <= DRAWN
    assert not [key for each in root.iter() for key in each.attrib if key.startswith("on") or key.endswith("href")]
    assert 0 <= stacks.root.count < folded.MAX_COUNT
    assert max(frame.depth for frame in stacks.frames_in_order()) <= folded.MAX_DEPTH
    assert drawn.count("<rect") <= 2_000
    if row.file.suffix in (".md", ".svg"):
        assert stacks.dropped
