"""The picture beside a link: of public pages only, of the size that other sites take, and it says the claim."""

import struct

import pytest
from django.test import Client

from perfgym.portfolio.models import Entry, Visibility
from perfgym.portfolio.picture import made, sheet
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every picture as it was drawn, before it was painted."""
    kept: list[str] = []
    paint = made._png

    def note(svg: str) -> bytes:
        kept.append(svg)
        return paint(svg)

    monkeypatch.setattr(made, "_png", note)
    return kept


def public(**more: object) -> Entry:
    return factories.entry(factories.person("ada"), visibility=Visibility.PUBLIC, **more)


def test_it_is_a_png_of_1200_by_630_and_not_large() -> None:
    answer = Client().get(f"/p/ada/{public().slug}/picture.png")
    assert answer["Content-Type"] == "image/png"
    assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)
    assert 10_000 < len(answer.content) < made.MAX_BYTES


def test_it_says_claim_and_certainty_and_shows_every_pair(drawn: list[str]) -> None:
    entry = public(title="Fewer <queries> & more")
    Client().get(f"/p/ada/{entry.slug}/picture.png")
    assert "x faster</text>" in drawn[0]
    assert "certain between" in drawn[0]
    assert "Fewer &lt;queries&gt; &amp; more" in drawn[0]
    assert drawn[0].count("<circle") > 100


def test_it_is_made_once_and_again_when_what_it_says_changes(drawn: list[str]) -> None:
    entry = public(title="One")
    for _ in range(2):
        Client().get(f"/p/ada/{entry.slug}/picture.png")
    assert len(drawn) == 1
    Entry.objects.update(title="Two")
    Client().get(f"/p/ada/{entry.slug}/picture.png")
    assert "Two" in drawn[1]


def test_a_title_that_our_fonts_lack_gives_way_to_one_that_they_have(drawn: list[str]) -> None:
    entry = public(title="慢い")
    Client().get(f"/p/ada/{entry.slug}/picture.png")
    assert f">{entry.slug}</text>" in drawn[0]


def test_the_page_of_a_portfolio_has_one_too(drawn: list[str]) -> None:
    entry = public()
    assert Client().get("/p/ada/picture.png").status_code == 200
    assert ">ada</text>" in drawn[0]
    assert entry.title in drawn[0]


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.UNLISTED])
def test_what_is_not_public_has_none_and_no_page_speaks_of_one(visibility: Visibility) -> None:
    entry = factories.entry(factories.person("ada"), visibility=visibility)
    owner = Client()
    owner.force_login(entry.owner)
    for client in (Client(), owner):
        assert client.get(f"/p/ada/{entry.slug}/picture.png?key={entry.key}").status_code == 404
        assert client.get("/p/ada/picture.png").status_code == 404
    for address in (entry.public_url, f"/p/ada/{entry.slug}/"):
        assert "og:" not in owner.get(address).content.decode()


def test_a_public_page_says_what_a_link_to_it_looks_like() -> None:
    entry = public(title='Book "page"')
    page = Client().get(entry.public_url).content.decode()
    assert f'<meta property="og:image" content="http://testserver/p/ada/{entry.slug}/picture.png">' in page
    assert f'<link rel="canonical" href="http://testserver/p/ada/{entry.slug}/">' in page
    assert '<meta property="og:title" content="Book &quot;page&quot;' in page
    assert '<meta name="description" content="' in page


def test_text_is_broken_at_words_and_cut_at_the_edge() -> None:
    words = "measurable " * 30
    broken = sheet.lines(words, 88, 2)
    assert len(broken) == 2
    assert broken[1].endswith("…")
    assert sheet.lines("short", 88, 2) == ["short"]
