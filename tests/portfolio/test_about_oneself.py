"""What somebody says about themselves stands at the head of their page; links are addresses and help nobody's rank."""

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.portfolio.models import Profile, Visibility
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def ada() -> Person:
    return factories.person("ada", first_name="Ada", last_name="Lovelace")


@pytest.fixture
def owner(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def test_words_and_links_stand_on_the_public_page(ada: Person, owner: Client) -> None:
    factories.entry(ada, visibility=Visibility.PUBLIC)
    sent = {"words": "I **measure**.", "links": "https://example.org/ada/\nhttp://example.net"}
    assert owner.post("/portfolio/about/", sent).status_code == 302
    page = Client().get("/p/ada/").content.decode()
    assert "<h1>Ada Lovelace</h1>" in page
    assert "<strong>measure</strong>" in page
    assert '<a href="https://example.org/ada/" rel="nofollow ugc noopener">example.org/ada</a>' in page


def test_words_alone_make_nobody_a_page(ada: Person, owner: Client) -> None:
    owner.post("/portfolio/about/", {"words": "hello"})
    assert Client().get("/p/ada/").status_code == 404
    assert "hello" in owner.get("/p/ada/").content.decode()


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ("javascript:alert(1)", "is not a whole web address"),
        ("example.org", "is not a whole web address"),
        ("https://example.org/" + "x" * 300, "is longer than 300 characters"),
        ("https://example.org/ " * 6, "These are 6 addresses"),
    ],
)
def test_a_link_that_cannot_be_one_is_said_and_nothing_is_lost(
    ada: Person, owner: Client, links: str, said: str
) -> None:
    page = owner.post("/portfolio/about/", {"words": "kept", "links": links}).content.decode()
    assert said in page
    assert "kept" in page
    assert Profile.objects.get(owner=ada).links == ""
    refused = owner.post("/portfolio/about/", {"links": links}, headers={"Accept": "application/json"})
    assert refused.status_code == 422
    assert said in refused.json()["error"]
