"""People's own Markdown: what is formatted, what never gets through, and what is too much."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.utils.safestring import SafeString

from perfgym.web import text

HOSTILE = Path(__file__).parent / "markdown"
ALLOWED = {(tag, name) for tag, names in text.ATTRIBUTES.items() for name in names} | {("a", "rel")}


class Elements(HTMLParser):
    """Every start tag with its attributes, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    return Elements(html).found


def hostile(name: str) -> str:
    return (HOSTILE / f"{name}.md").read_text()


def links(html: str) -> list[str | None]:
    return [attributes["href"] for tag, attributes in elements(html) if tag == "a" and "href" in attributes]


@pytest.mark.parametrize("name", [path.stem for path in sorted(HOSTILE.glob("*.md"))])
def test_only_allowed_elements_and_attributes_come_out(name: str) -> None:
    for tag, attributes in elements(text.render(hostile(name))):
        assert tag in text.TAGS
        assert {(tag, attribute) for attribute in attributes} <= ALLOWED


def test_m01_scripts_are_text_and_no_address_runs() -> None:
    shown = text.render(hostile("m01_script"))
    assert "&lt;script&gt;alert(document.cookie)&lt;/script&gt;" in shown
    assert {tag for tag, _ in elements(shown)} == {"p"}


def test_m02_quotes_stay_within_their_attribute() -> None:
    found = elements(text.render(hostile("m02_markdown_attr_breakout")))
    assert [tag for tag, _ in found] == ["p", "a", "pre", "code", "h3"]
    assert found[1][1]["title"] == 'x" onmouseover="alert(1)'
    assert [attributes for tag, attributes in found if tag != "a"] == [{}, {}, {}, {}]


def test_m04_overlays_and_forms_are_text() -> None:
    assert {tag for tag, _ in elements(text.render(hostile("m04_overlay_and_forms")))} == {"p"}


def test_m05_pictures_become_their_words_and_links_without_a_host_lead_nowhere() -> None:
    shown = text.render(hostile("m05_tracking_and_internal_links"))
    assert "pixel local api" in shown
    assert "img" not in {tag for tag, _ in elements(shown)}
    assert links(shown) == []


def test_m07_a_reference_repeated_is_shown_as_typed() -> None:
    shown = text.render(hostile("m07_reference_bomb"))
    assert shown.startswith(f"<p>{text.TOO_MUCH}</p>")
    assert links(shown) == []
    assert len(shown) < 2 * text.MAX_INPUT


def test_a_long_address_is_counted_as_often_as_it_is_written_out() -> None:
    few = f"[a]: http://192.0.2.1/{'x' * 20_000}\n\n" + "[a] " * 20
    assert len(few) < text.MAX_INPUT
    assert text.TOO_MUCH in text.render(few)
    assert text.TOO_MUCH not in text.render(few[:-60])


def test_ordinary_text_is_formatted() -> None:
    shown = text.render(
        "# Why\n\nIt was *slow*, **2.4x**.\n\n- one\n- ~~two~~\n\n```sql\nSELECT 1\n```\n\n| a |\n|---|\n| 1 |"
    )
    for part in (
        "<h3>Why</h3>",
        "<em>slow</em>",
        "<strong>2.4x</strong>",
        "<s>two</s>",
        "<pre><code>SELECT 1",
        "<td>1</td>",
    ):
        assert part in shown
    assert isinstance(shown, SafeString)


@pytest.mark.parametrize(
    ("typed", "levels"), [("## a\n## b", "33"), ("# a\n### b\n## c", "354"), ("#### a\n###### b", "34")]
)
def test_headings_follow_those_of_the_page_without_a_gap(typed: str, levels: str) -> None:
    assert [tag for tag, _ in elements(text.render(typed))] == [f"h{level}" for level in levels]


def test_the_empty_corner_of_a_table_heads_nothing() -> None:
    shown = text.render("| | before |\n|---|---|\n| median | 9 ms |")
    assert "<td></td>" in shown
    assert "<th>before</th>" in shown


def test_outward_links_say_whose_they_are() -> None:
    shown = text.render("[docs](https://www.postgresql.org/docs/) <mailto:a@example.org>")
    assert links(shown) == ["https://www.postgresql.org/docs/", "mailto:a@example.org"]
    assert shown.count('rel="nofollow ugc noopener"') == 2


@pytest.mark.parametrize(
    "address", ["/accounts/delete/", "runs/1/", "#x", "//192.0.2.1/", "http:relative", "http://[", "ftp://192.0.2.1/"]
)
def test_other_addresses_are_dropped(address: str) -> None:
    assert links(text.render(f"[x](<{address}>)")) == []


@pytest.mark.parametrize(
    "much",
    [
        "a" * (text.MAX_INPUT + 1),
        "\n" * (text.MAX_LINES + 1),
        "[" * (text.MAX_BRACKETS + 1),
        "".join(f"[{n}]: x\n" for n in range(text.MAX_REFERENCES + 1)),
        "|".join("a" * 100) + "\n" + "|".join("-" * 100) + "\n" + "a\n" * 100,
    ],
    ids=["characters", "lines", "brackets", "references", "cells"],
)
def test_above_a_cap_it_is_shown_as_typed(much: str) -> None:
    shown = text.render(much)
    assert text.TOO_MUCH in shown
    assert {tag for tag, _ in elements(shown)} == {"p", "pre"}
    assert len(shown) <= text.MAX_INPUT + 200


def test_what_is_shown_as_typed_is_escaped() -> None:
    shown = text.render("<script>" * text.MAX_INPUT)
    assert "<script" not in shown
    assert len(shown) < text.MAX_OUTPUT


def test_nesting_is_bounded() -> None:
    shown = text.render("> " * 20_000 + "deep")
    assert [tag for tag, _ in elements(shown)].count("blockquote") <= text.MAX_NESTING


def test_output_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_OUTPUT", 100)
    assert text.TOO_MUCH in text.render("*a* " * 30)
