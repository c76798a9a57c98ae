"""A guide page as HTML: structure, code, hints, links to the site's own addresses, and nothing that runs."""

import re

import pytest

from perfgym.catalog import guide
from perfgym.catalog.step import Step


def html(body: str, hints: tuple[str, ...] = ()) -> str:
    return guide.render(step(body, hints))


def step(body: str, hints: tuple[str, ...] = ()) -> Step:
    return Step("slow-shop", 1, "10-goal", "The goal", 10, body, hints, pages=("10-goal", "20-change"))


def test_headings_have_ids_that_no_page_around_them_has() -> None:
    assert '<h2 id="guide-what-is-slow">What is slow</h2>' in html("## What is slow")


def test_code_has_classes_and_no_style() -> None:
    shown = html("```python\nfor book in books:\n    pass\n```")
    assert '<div class="highlight">' in shown
    assert '<span class="k">for</span>' in shown
    assert "style=" not in shown


def test_admonitions_and_details_stay() -> None:
    assert '<div class="admonition note">' in html("!!! note\n    Read this.")
    assert re.search(r'<details class="tip">\s*<summary>More</summary>', html('??? tip "More"\n    Here.'))


def test_tables_align_without_style() -> None:
    shown = html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<td align="right">2</td>' in shown
    assert "style=" not in shown


def test_a_link_to_a_page_leads_to_its_step() -> None:
    assert 'href="/labs/slow-shop/work/?step=2"' in html("[on](20-change.md)")
    assert 'href="/labs/slow-shop/work/?step=2#guide-the-work"' in html("[on](20-change.md#the-work)")
    assert 'href="#guide-what"' in html("[up](#what)")


def test_footnotes_find_each_other() -> None:
    shown = html("A claim[^1].\n\n[^1]: Its source.")
    for target in re.findall(r'href="#([^"]+)"', shown):
        assert f'id="{target}"' in shown


def test_a_picture_comes_from_the_guide_and_from_nowhere_else() -> None:
    assert '<img alt="The page" src="/labs/slow-shop/guide/page.png">' in html("![The page](page.png)")
    for address in ("https://192.0.2.1/a.png", "//192.0.2.1/a.png", "../lab.yaml", "data:image/png;base64,AAAA"):
        assert "src=" not in html(f"![x]({address})")


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<img src="page.png" onerror="alert(1)">',
        '<p style="position:fixed">x</p>',
        '<iframe src="page.png"></iframe><form action="/x"><input></form>',
        "[x](javascript:alert(1))",
        '<a href="jAvaScript:alert(1)">x</a>',
    ],
)
def test_nothing_that_runs_or_covers_the_page_survives(body: str) -> None:
    shown = html(body).lower()
    for bad in ("<script", "onerror", "style=", "<iframe", "<form", "<input", "javascript:"):
        assert bad not in shown


def test_hints_are_rendered_when_asked_for() -> None:
    asked = step("Text", ("Look at `log`.", "Then [here](20-change.md)."))
    assert guide.render_hint(asked, 0) == "<p>Look at <code>log</code>.</p>"
    assert "?step=2" in guide.render_hint(asked, 1)
    with pytest.raises(IndexError):
        guide.render_hint(asked, 2)


def test_equal_text_of_two_labs_is_not_mixed_up() -> None:
    other = Step("fast-shop", 1, "10-goal", "The goal", 10, "![x](page.png)", pages=("10-goal",))
    assert "/labs/slow-shop/guide/page.png" in html("![x](page.png)")
    assert "/labs/fast-shop/guide/page.png" in guide.render(other)
