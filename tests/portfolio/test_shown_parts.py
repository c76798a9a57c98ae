"""What an owner chose not to show is nowhere: not on the page, not in what is handed out. Reviewers see all of it."""

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.cohorts.models import Said, State
from perfgym.portfolio import page as page_of
from perfgym.portfolio.evidence import building
from perfgym.portfolio.evidence.checking import check
from perfgym.portfolio.models import Entry, Visibility
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
MARKS = {
    "shows_report": "Because of reasons.",
    "shows_change": "one query a page instead of one a book",
    "shows_review": "Accepted</strong> by an instructor",
    "shows_machine": "a processor",
}


@pytest.fixture
def entry() -> Entry:
    """Public, with words, and accepted."""
    teacher = factories.instructor("grace")
    ada = factories.person("ada", first_name="Ada", last_name="Lovelace")
    sent = factories.submission(
        ada, factories.cohort(teacher), visibility=Visibility.PUBLIC, words="Because of reasons."
    )
    sent.decide(teacher, State.ACCEPTED, Said(), sent.seen)
    found: Entry = sent.entry
    return found


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def choose(entry: Entry, *hidden: str) -> None:
    """As its owner would, by the form."""
    shown = {name: "on" for name in MARKS if name not in hidden}
    assert signed_in(entry.owner).post(f"/portfolio/{entry.pk}/shows/", shown).status_code == 302
    entry.refresh_from_db()


def page(entry: Entry) -> str:
    return Client().get(entry.public_url).content.decode()


def test_everything_is_shown_until_the_owner_says_otherwise(entry: Entry) -> None:
    assert [mark for mark in MARKS.values() if mark not in page(entry)] == []


@pytest.mark.parametrize("part", MARKS)
def test_a_part_that_is_not_shown_is_not_on_the_page_and_the_others_are(entry: Entry, part: str) -> None:
    choose(entry, part)
    assert [name for name, mark in MARKS.items() if mark not in page(entry)] == [part]


@pytest.mark.parametrize("part", ["shows_report", "shows_change", "shows_review"])
def test_evidence_has_nothing_of_what_is_not_shown_and_still_holds(entry: Entry, part: str) -> None:
    before = said(entry)
    choose(entry, part)
    after = said(entry)
    marks = {
        "shows_report": b"Because of reasons.",
        "shows_change": b"one query a page",
        "shows_review": b"Performance 1",
    }
    assert marks[part] in before
    assert marks[part] not in after
    assert [name for name in marks if name != part and marks[name] not in after] == []


def said(entry: Entry) -> bytes:
    """Every member of the evidence that anybody downloads, once it was checked as anybody would."""
    found = check(Client().get(f"/p/ada/{entry.slug}/evidence.zip").content)
    assert found.problems == ()
    return b"".join(found.content.members.values())


def test_without_the_machine_no_evidence_is_handed_out(entry: Entry) -> None:
    choose(entry, "shows_machine")
    address = f"/p/ada/{entry.slug}/evidence.zip"
    assert Client().get(address).status_code == 404
    assert "The raw data are not handed out" in page(entry)
    assert address not in page(entry)


def test_who_reviews_it_sees_all_of_it(entry: Entry) -> None:
    choose(entry, *MARKS)
    shown = signed_in(Person.objects.get(username="grace")).get(f"/review/{entry.submissions.get().pk}/")
    assert MARKS["shows_report"] in shown.content.decode()
    assert MARKS["shows_change"] in shown.content.decode()


def test_a_page_without_the_name_calls_its_owner_by_the_handle(entry: Entry) -> None:
    assert "Ada Lovelace" in page(entry)
    signed_in(entry.owner).post("/portfolio/sharing/", {"visibility": "public"})
    for shown in (page(entry), Client().get("/p/ada/").content.decode()):
        assert "Lovelace" not in shown
        assert "ada" in shown


def test_a_review_that_is_not_shown_is_not_on_the_list_either(entry: Entry) -> None:
    def listed() -> str:
        return Client().get(f"/p/{entry.owner.handle}/").content.decode()

    assert "accepted by an instructor" in listed()
    assert "■■■</span> accepted" in listed()
    choose(entry, "shows_review")
    assert "accepted by an instructor" not in listed()
    assert "■■□</span> measured" in listed()


def test_who_forgets_to_ask_what_is_shown_shows_no_more_than_that(entry: Entry) -> None:
    choose(entry, *MARKS)
    context = page_of.of(entry)
    assert (context["written"], context["files"], context["host"], context["facts"]) == (None, [], {}, [])
    assert {"report.md", "review.json", "files.json"} <= set(entry.shows.left_out)
    assert check(building.of(entry)).problems == ()
    assert not set(entry.shows.left_out) & set(check(building.of(entry)).content.members)
