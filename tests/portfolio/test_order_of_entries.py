"""The owner chooses the order in which entries are read; everywhere they are read in it."""

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.portfolio import order
from perfgym.portfolio.models import Entry, Visibility
from perfgym.portfolio.order import Way
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def titles(owner: Person) -> str:
    return "".join(Entry.objects.filter(owner=owner).in_order().values_list("title", flat=True))


def four(owner: Person) -> dict[str, Entry]:
    return {title: factories.entry(owner, title=title, visibility=Visibility.PUBLIC) for title in "dcba"}


def test_a_new_entry_comes_first(ada: Person) -> None:
    four(ada)
    factories.entry(factories.person("bob"), title="x")
    assert titles(ada) == "abcd"


@pytest.mark.parametrize(
    ("title", "way", "then", "place"),
    [
        ("c", Way.UP, "acbd", 2),
        ("c", Way.DOWN, "abdc", 4),
        ("c", Way.FIRST, "cabd", 1),
        ("b", Way.LAST, "acdb", 4),
        ("a", Way.UP, "abcd", 1),
        ("d", Way.DOWN, "abcd", 4),
    ],
)
def test_an_entry_moves(ada: Person, title: str, way: Way, then: str, place: int) -> None:
    assert order.move(four(ada)[title], way) == place
    assert titles(ada) == then


def test_the_order_holds_where_entries_were_deleted(ada: Person) -> None:
    made = four(ada)
    made["b"].delete()
    order.move(made["d"], Way.UP)
    assert titles(ada) == "adc"
    factories.entry(ada, title="e")
    assert titles(ada) == "eadc"


def test_two_entries_never_have_one_place(ada: Person) -> None:
    made = four(ada)
    Entry.objects.filter(pk=made["a"].pk).update(place=made["b"].place)
    with pytest.raises(IntegrityError):  # at the latest when the transaction ends
        connection.check_constraints()


def test_a_button_moves_and_keeps_the_focus(ada: Person) -> None:
    made, client = four(ada), Client()
    client.force_login(ada)
    page = client.post("/portfolio/order/", {"up": made["c"].pk}, follow=True).content.decode()
    assert titles(ada) == "acbd"
    assert "“c” is now number 2." in page
    focused = [part for part in page.split("<button ")[1:] if "autofocus" in part.split(">")[0]]
    assert [part.split(" aria")[0] for part in focused] == [f'name="up" value="{made["c"].pk}"']


@pytest.mark.parametrize("sent", [{}, {"up": "x"}, {"sideways": "1"}, {"up": "999999999"}])
def test_what_moves_nothing_is_not_found(ada: Person, sent: dict[str, str]) -> None:
    four(ada)
    client = Client()
    client.force_login(ada)
    assert client.post("/portfolio/order/", sent).status_code == 404
    assert titles(ada) == "abcd"


@pytest.mark.parametrize("address", ["/p/ada/", "/portfolio/", "/portfolio/order/", "/portfolio/stories/"])
def test_every_list_follows_it(ada: Person, address: str) -> None:
    made, client = four(ada), Client()
    client.force_login(ada)
    for title, entry in made.items():
        Entry.objects.filter(pk=entry.pk).update(title=f"number {title}")
        factories.story(entry)
    order.move(made["d"], Way.FIRST)
    page = client.get(address).content.decode()
    places = [page.index(f"number {title}") for title in "dabc"]
    assert places == sorted(places)
