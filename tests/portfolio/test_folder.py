"""A portfolio as a folder: all that others may see, nothing that a server must do, the same bytes again."""

import io
import re
import zipfile
from html.parser import HTMLParser
from posixpath import dirname, normpath

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.measure import bundle
from perfgym.portfolio import export
from perfgym.portfolio.export.errors import NothingShared
from perfgym.portfolio.export.site import Site
from perfgym.portfolio.models import Entry, Sharing, Visibility
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
SITE = Site("perfgym.example", secure=True)


class Addresses(HTMLParser):
    """What a page asks for or leads to."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "action")]


@pytest.fixture
def ada() -> Person:
    return factories.person("ada", first_name="Ada", last_name="<Lovelace>")


def shared(owner: Person, **more: object) -> Entry:
    return factories.entry(owner, visibility=Visibility.PUBLIC, **more)


def everything(files: dict[str, bytes]) -> str:
    return "".join(content.decode() for name, content in files.items() if name.endswith((".html", ".txt")))


def test_every_link_of_every_page_leads_to_a_file_of_the_folder_or_away_from_the_site(ada: Person) -> None:
    words = "See [the manual](https://www.postgresql.org/docs/) and [my page](https://perfgym.example/x)."
    entries = [shared(ada, words=words), shared(ada)]
    files = export.of_portfolio(ada, SITE)
    pages = [name for name in files if name.endswith(".html")]
    assert {name.partition("/")[0] for name in pages} == {"index.html", *(one.slug for one in entries), "method"}
    for name in pages:
        for address in Addresses(files[name]).found:
            target = normpath(f"{dirname(name)}/{address.partition('#')[0]}".lstrip("/"))
            assert address.startswith(("https://", "#")) or target in files, f"{name}: {address}"


def test_the_folder_has_charts_look_and_evidence_that_holds(ada: Person) -> None:
    entry = shared(ada)
    files = export.of_portfolio(ada, SITE)
    assert bundle.verify(files[f"{entry.slug}/evidence.zip"]) == []
    assert files[f"{entry.slug}/index.html"].count(b'<svg class="chart') >= 2
    assert {"look/web/tokens.css", "look/web/fonts/plex-mono-400.woff2", "look/web/fonts/OFL.txt"} <= set(files)
    assert b"look/web/tokens.css" in files["index.html"]


def test_the_readme_says_what_it_is_and_how_to_check_it(ada: Person) -> None:
    entry = shared(ada)
    said = export.of_portfolio(ada, SITE)["README.txt"].decode()
    assert "A copy of https://perfgym.example/p/ada/" in said
    assert f"perfgym evidence verify {entry.slug}/evidence.zip" in said
    assert all(len(line) <= 110 for line in said.splitlines())


def test_nothing_is_left_that_needs_a_server(ada: Person) -> None:
    shared(ada)
    said = everything(export.of_portfolio(ada, SITE))
    for gone in ("<form", "<script", "csrfmiddlewaretoken", "/accounts/", "og:image", 'rel="canonical"', "Edit</a>"):
        assert gone not in said, gone
    assert re.findall(r'(?:href|src)="/', said) == []


def test_only_the_last_lines_of_a_page_say_where_the_site_is(ada: Person) -> None:
    shared(ada)
    for name, content in export.of_portfolio(ada, SITE).items():
        if name.endswith(".html"):
            main, _, foot = content.decode().partition('<footer class="foot">')
            assert "perfgym.example" in foot
            assert "perfgym.example" not in main


def test_what_others_may_not_see_is_not_in_it(ada: Person) -> None:
    public, private = shared(ada), factories.entry(ada, title="Not for you")
    unlisted = factories.entry(ada, title="By link only", visibility=Visibility.UNLISTED)
    files = export.of_portfolio(ada, SITE)
    assert f"{public.slug}/index.html" in files
    assert not [name for name in files if name.startswith((private.slug, unlisted.slug))]
    said = everything(files)
    assert "Not for you" not in said
    assert unlisted.key not in said


def test_who_shares_nothing_is_told_so(ada: Person) -> None:
    factories.entry(ada)
    with pytest.raises(NothingShared, match="None of your entries is public"):
        export.of_portfolio(ada, SITE)
    client = Client()
    client.force_login(ada)
    assert "None of your entries is public" in client.get("/portfolio/folder.zip", follow=True).content.decode()


def test_one_entry_is_a_folder_of_its_own_and_gives_no_key_away(ada: Person) -> None:
    entry = factories.entry(ada, visibility=Visibility.UNLISTED, title="By link only")
    files = export.of_entry(entry, SITE)
    assert {"index.html", "evidence.zip", "README.txt"} <= set(files)
    said = everything(files)
    assert "By link only" in said
    assert entry.key not in said


def test_its_owner_may_take_a_private_entry_for_themselves(ada: Person) -> None:
    entry = factories.entry(ada, title="Not for you")
    client = Client()
    client.force_login(ada)
    answer = client.get(f"/portfolio/{entry.pk}/folder.zip")
    assert answer["Content-Disposition"] == f'attachment; filename="ada-{entry.slug}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert all(name.startswith(f"ada-{entry.slug}/") for name in archive.namelist())
        assert "Not for you" in archive.read(f"ada-{entry.slug}/index.html").decode()


def test_the_same_content_is_the_same_bytes(ada: Person) -> None:
    shared(ada)
    first, second = (export.zipped(export.of_portfolio(ada, SITE), "ada") for _ in range(2))
    assert first == second


def test_a_name_that_the_page_hides_is_nowhere_in_it(ada: Person) -> None:
    shared(ada)
    Sharing.objects.create(owner=ada, shows_name=False)
    assert "Lovelace" not in everything(export.of_portfolio(ada, SITE))


def test_a_name_stays_text(ada: Person) -> None:
    shared(ada)
    said = everything(export.of_portfolio(ada, SITE))
    assert "&lt;Lovelace&gt;" in said
    assert "<Lovelace>" not in said.replace(export.of_portfolio(ada, SITE)["README.txt"].decode(), "")
