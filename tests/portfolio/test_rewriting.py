"""A page becomes one of a folder: links are moved, what a server must do goes, all else stays as it was."""

import pytest

from perfgym.portfolio.export import rewrite

SAME = (
    "<!DOCTYPE html>\n<html lang=en><body><p title='a &quot; b'>x &amp; y &#8212; z<br></p>"
    '<svg viewBox="0 0 1 1"><linearGradient id="a"/><use href="#a"/></svg></body></html>'
)


def none(address: str) -> None:
    return None


def test_what_leads_nowhere_else_stays_as_it_was() -> None:
    assert rewrite.rewritten(SAME, none) == SAME


def test_links_are_moved_and_escaped() -> None:
    page = '<a class="b" href="/x/?a=1&amp;b=2">x</a><img src="/y.png" alt="">'
    moved = rewrite.rewritten(page, lambda address: f'to "{address}"')
    assert moved == ('<a class="b" href="to &quot;/x/?a=1&amp;b=2&quot;">x</a><img src="to &quot;/y.png&quot;" alt="">')


def test_a_link_that_leads_nowhere_is_text() -> None:
    assert rewrite.rewritten('<p><a href="/x/">words</a></p>', none) == "<p><a>words</a></p>"


@pytest.mark.parametrize(
    "gone",
    [
        '<form method="post"><p>x<br></p><input name="a"></form>',
        "<script>if (a < b) { '</p>' }</script>",
        '<header class="top"><nav><a href="/x/">x</a></nav></header>',
        '<div class="small site-only"><div><img src="/x"></div></div>',
        '<link rel="canonical" href="/x/">',
        '<meta property="og:title" content="x">',
        '<meta name="twitter:card" content="x">',
    ],
)
def test_what_a_server_must_do_goes_with_all_that_is_in_it(gone: str) -> None:
    page = f"<div><p>before</p>{gone}<p>after</p></div>"
    assert rewrite.rewritten(page, none) == "<div><p>before</p><p>after</p></div>"
    assert rewrite.links(page) == []


def test_the_foot_is_the_last_of_the_page() -> None:
    assert rewrite.rewritten("<body><p>x</p></body>", none, "<footer>y</footer>") == (
        "<body><p>x</p><footer>y</footer></body>"
    )
