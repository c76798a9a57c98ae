"""The owner's side: making an entry, words that are previewed and saved, who may see it."""

from uuid import uuid4

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.portfolio.models import Entry, Visibility
from perfgym.runs.models import Kind, Run, State
from perfgym.workspaces.models import Snapshot
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def said(entry: Entry, **more: str) -> dict[str, str]:
    return {"title": entry.title, "words": entry.words, "visibility": entry.visibility, **more}


def test_a_comparison_becomes_one_private_entry_however_often_it_is_asked(ada: Person) -> None:
    run = factories.finished_run(ada)
    answers = [signed_in(ada).post(f"/runs/{run.pk}/entry/") for _ in range(2)]
    entry = Entry.objects.get()
    assert [answer.url for answer in answers] == [entry.get_absolute_url()] * 2  # type: ignore[attr-defined]
    assert entry.visibility == Visibility.PRIVATE


def test_two_comparisons_of_one_lab_have_two_addresses(ada: Person) -> None:
    first, second = factories.entry(ada), factories.entry(ada)
    assert first.slug != second.slug


@pytest.mark.parametrize(("kind", "state"), [(Kind.EXPLORE, State.FINISHED), (Kind.COMPARE, State.FAILED)])
def test_what_has_no_verdict_is_no_evidence(ada: Person, kind: Kind, state: State) -> None:
    run = Run.objects.create(
        owner=ada, key=uuid4(), kind=kind, state=state, lab=factories.LAB, lab_digest="0", snapshot=Snapshot.of({})
    )
    answer = signed_in(ada).post(f"/runs/{run.pk}/entry/")
    assert answer.url == run.get_absolute_url()  # type: ignore[attr-defined]
    assert not Entry.objects.exists()


def test_a_preview_shows_the_words_and_keeps_nothing(ada: Person) -> None:
    entry = factories.entry(ada, words="old")
    form = said(entry, words="**new**", visibility="public", preview="1")
    page = signed_in(ada).post(entry.get_absolute_url(), form).content.decode()
    assert "<strong>new</strong>" in page
    entry.refresh_from_db()
    assert (entry.words, entry.visibility) == ("old", Visibility.PRIVATE)


def test_saving_keeps_words_and_visibility(ada: Person) -> None:
    entry = factories.entry(ada)
    assert (
        signed_in(ada).post(entry.get_absolute_url(), said(entry, words="new", visibility="public")).status_code == 302
    )
    entry.refresh_from_db()
    assert (entry.words, entry.visibility) == ("new", Visibility.PUBLIC)


def test_the_page_saves_by_itself_and_says_when_it_cannot(ada: Person) -> None:
    entry, client = factories.entry(ada), signed_in(ada)
    answer = client.post(entry.get_absolute_url(), said(entry, words="typed"), **JSON)  # type: ignore[arg-type]
    assert set(answer.json()) == {"saved", "preview"}
    assert "typed" in answer.json()["preview"]
    entry.refresh_from_db()
    assert entry.words == "typed"
    refused = client.post(entry.get_absolute_url(), said(entry, title=""), **JSON)  # type: ignore[arg-type]
    assert refused.status_code == 422
    assert "What it is about" in refused.json()["error"]


def test_words_have_the_date_of_their_last_change(ada: Person) -> None:
    entry = factories.entry(ada)
    entry.refresh_from_db()
    before = entry.words_at
    Entry.objects.filter(pk=entry.pk).update(words_at="2020-01-01T00:00:00Z")
    entry.refresh_from_db()
    entry.keep(["visibility"])
    assert entry.words_at.year == 2020
    entry.keep(["words"])
    assert entry.words_at >= before


def test_going_private_makes_the_old_link_worthless(ada: Person) -> None:
    entry, client = factories.entry(ada, visibility=Visibility.UNLISTED), signed_in(ada)
    old = entry.public_url
    assert Client().get(old).status_code == 200
    client.post(entry.get_absolute_url(), said(entry, visibility="private"))
    client.post(entry.get_absolute_url(), said(entry, visibility="unlisted"))
    assert Client().get(old).status_code == 404
    entry.refresh_from_db()
    assert Client().get(entry.public_url).status_code == 200


def test_the_list_says_what_to_do_when_it_is_empty(ada: Person) -> None:
    assert "Measure a change in" in signed_in(ada).get("/portfolio/").content.decode()
    factories.entry(ada)
    assert "faster</b>, certain between" in signed_in(ada).get("/portfolio/").content.decode()


def test_the_page_begins_with_its_title(ada: Person) -> None:
    page = signed_in(ada).get(factories.entry(ada).get_absolute_url()).content.decode()
    main = page[page.index("<main") :]
    assert main.count("<h1") == 1
    assert main.index("<h1") < main.index("<h2")
