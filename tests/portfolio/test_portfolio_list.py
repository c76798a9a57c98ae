"""The owner's list: what each entry says and still lacks, and the list cut down to one state."""

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.cohorts.models import Submission
from perfgym.portfolio import listing
from perfgym.portfolio.listing import State
from perfgym.portfolio.models import Entry, Visibility
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def shown(person: Person, address: str = "/portfolio/") -> str:
    client = Client()
    client.force_login(person)
    return client.get(address).content.decode()


def missing(entry: Entry, in_cohort: bool = False) -> list[str]:
    (row,) = listing.of(Entry.objects.filter(pk=entry.pk)).rows
    return [what for _, what in row.missing(in_cohort)]


def test_an_entry_says_what_it_lacks_until_nothing_is_left(ada: Person) -> None:
    entry = factories.entry(ada)
    assert missing(entry) == ["say what changed and why", "tell it as a story"]
    Entry.objects.filter(pk=entry.pk).update(words="I joined.")
    story = factories.story(entry, trade_off="")
    assert missing(entry) == ["finish its story"]
    story.trade_off = "A longer query."
    story.save()
    assert missing(entry) == []
    assert "· complete" in shown(ada)


def test_only_who_is_in_a_cohort_can_still_submit(ada: Person) -> None:
    entry = factories.entry(ada, words="x")
    factories.story(entry)
    assert missing(entry, in_cohort=True) == ["submit it for review"]
    cohort = factories.cohort(None, ada)
    assert "submit it for review" in shown(ada)
    Submission.send(entry, cohort)
    assert missing(entry, in_cohort=True) == []


def test_what_the_database_says_of_a_story_is_what_the_story_says(ada: Person) -> None:
    for parts in ({}, {"task": ""}, dict.fromkeys(("situation", "task", "action", "trade_off"), "")):
        story = factories.story(factories.entry(ada), **parts)
        (found,) = listing.brief(Entry.objects.filter(pk=story.entry_id), ())
        assert found.told == story.told  # type: ignore[attr-defined]


def test_the_list_can_be_cut_down_to_a_state(ada: Person) -> None:
    cohort = factories.cohort(None, ada)
    made = {
        "mine": factories.entry(ada, title="mine alone"),
        "link": factories.entry(ada, title="by link", visibility=Visibility.UNLISTED),
        "sent": factories.submission(ada, cohort, title="sent in").entry,
        "taken": factories.submission(ada, cohort, title="taken", visibility=Visibility.PUBLIC).entry,
    }
    Submission.objects.filter(entry=made["taken"]).update(state="accepted")
    whole = listing.of(Entry.objects.filter(owner=ada))
    found = {state: {row.entry.title for row in whole.only(state).rows} for state in State}
    assert found == {
        State.PRIVATE: {"mine alone", "sent in"},
        State.SHARED: {"by link", "taken"},
        State.SUBMITTED: {"sent in"},
        State.ACCEPTED: {"taken"},
    }
    assert dict(whole.counts()) == {state: len(titles) for state, titles in found.items()}
    page = shown(ada, "/portfolio/?show=accepted")
    assert "taken" in page
    assert "mine alone" not in page


def test_a_state_that_nothing_is_in_says_how_to_see_all(ada: Person) -> None:
    factories.entry(ada, title="mine alone")
    page = shown(ada, "/portfolio/?show=accepted")
    assert "No entry is accepted now." in page
    assert "Show all 1" in page
    assert "mine alone" in shown(ada, "/portfolio/?show=nonsense")


def test_intervals_of_a_list_share_one_axis(ada: Person) -> None:
    for ratio in (0.3, 0.6):
        Entry.of(factories.finished_run(ada, ratio=ratio))
    whole = listing.of(Entry.objects.filter(owner=ada))
    assert len({row.axis for row in whole.rows}) == 1
    assert whole.axis is not None
    assert all(whole.axis.holds(end) for row in whole.rows for end in row.entry.run.result["interval"])
    dashed = {row.picture.split("<line ")[1].split("/>")[0] for row in whole.rows}
    assert len(dashed) == 1  # "as before" is at one place in all


def test_results_are_not_read_for_a_list(ada: Person) -> None:
    factories.entry(ada)
    (row,) = listing.of(Entry.objects.filter(owner=ada)).rows
    assert {"fingerprint", "tail"} <= row.entry.run.get_deferred_fields()
    assert set(row.entry.run.result) == set(listing.SAID)
    assert "words" in row.entry.get_deferred_fields()
    assert row.entry.sentence == "".join(row.claim) == Entry.objects.get(owner=ada).sentence
