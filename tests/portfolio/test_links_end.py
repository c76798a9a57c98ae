"""A link that was handed out ends when its owner says so, and nobody learns one by following links from its page."""

from collections.abc import Callable

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.portfolio.models import Entry, Sharing, Visibility
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def unlisted_entry(ada: Person) -> tuple[str, Callable[[], str]]:
    """(where to ask for a new link, how its link is now)"""
    entry = factories.entry(ada, visibility=Visibility.UNLISTED)
    return f"/portfolio/{entry.pk}/new-link/", lambda: Entry.objects.get(pk=entry.pk).public_url


def unlisted_page(ada: Person) -> tuple[str, Callable[[], str]]:
    factories.entry(ada, visibility=Visibility.PUBLIC)
    signed_in(ada).post("/portfolio/sharing/", {"visibility": "unlisted"})
    return "/portfolio/sharing/", lambda: Sharing.of(ada).url


@pytest.mark.parametrize("made", [unlisted_entry, unlisted_page])
def test_a_new_link_ends_the_old_one(made: Callable[[Person], tuple[str, Callable[[], str]]]) -> None:
    ada = factories.person("ada")
    renew, link = made(ada)
    old = link()
    assert Client().get(old).status_code == 200
    assert signed_in(ada).post(renew, {"new_link": "1"}).status_code == 302
    assert Client().get(old).status_code == 404
    assert Client().get(old.partition("?")[0]).status_code == 404
    assert Client().get(link()).status_code == 200
    assert len(link().partition("key=")[2]) == 22  # 128 bits


def test_a_private_page_is_its_owners_alone_and_its_entries_stay_as_they_are() -> None:
    ada = factories.person("ada")
    entry = factories.entry(ada, visibility=Visibility.PUBLIC)
    old = unlisted_page(ada)[1]()
    signed_in(ada).post("/portfolio/sharing/", {"visibility": "private"})
    assert [Client().get(url).status_code for url in ("/p/ada/", old, entry.public_url)] == [404, 404, 200]
    assert signed_in(ada).get("/p/ada/").status_code == 200
    assert 'href="/p/ada/"' not in Client().get(entry.public_url).content.decode()
    signed_in(ada).post("/portfolio/sharing/", {"visibility": "unlisted"})
    assert Client().get(old).status_code == 404


def test_the_key_of_an_unlisted_page_is_not_on_the_pages_of_its_entries() -> None:
    ada = factories.person("ada")
    entry = factories.entry(ada, visibility=Visibility.PUBLIC)
    key = unlisted_page(ada)[1]().partition("key=")[2]
    assert key not in Client().get(entry.public_url).content.decode()


@pytest.mark.parametrize("visibility", Visibility)
def test_no_page_of_a_portfolio_says_where_it_is_and_only_public_ones_are_listed(visibility: Visibility) -> None:
    ada = factories.person("ada")
    entry = factories.entry(ada, visibility=visibility)
    client = signed_in(ada)
    client.post("/portfolio/sharing/", {"visibility": visibility})
    listed = {False} if visibility == Visibility.PUBLIC else {True}
    evidence = entry.public_url.replace(f"/{entry.slug}/", f"/{entry.slug}/evidence.zip")
    for url in ("/p/ada/", entry.public_url, evidence):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer["Referrer-Policy"] == "no-referrer"
        assert {"noindex" in answer.get("X-Robots-Tag", "")} == listed, url
