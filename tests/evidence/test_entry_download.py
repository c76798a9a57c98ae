"""What is downloaded with an entry: its evidence, words and acceptance, signed by the site."""

import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from perfgym import signing
from perfgym.cohorts.models import State
from perfgym.portfolio import page
from perfgym.portfolio.evidence import building
from perfgym.portfolio.evidence.checking import Checked, check
from perfgym.portfolio.models import Entry, Visibility
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def entry() -> Entry:
    owner = factories.person("ada", first_name="Ada", last_name="Lovelace")
    return factories.entry(owner, visibility=Visibility.PUBLIC, words="One query a page.\n", title="The book page")


def downloaded(entry: Entry) -> bytes:
    return Client().get(f"/p/{entry.owner.handle}/{entry.slug}/evidence.zip").content


def checked(data: bytes) -> Checked:
    """Held against the keys that the site publishes."""
    return check(data, signing.keys_from(Client().get("/.well-known/perfgym-keys.json").content))


def test_it_holds_by_the_keys_that_the_site_publishes_and_says_whose_it_is(entry: Entry) -> None:
    found = checked(downloaded(entry))
    assert found.problems == ()
    assert found.signer == signing.public_keys()[0].key
    assert found.entry is not None
    assert (found.entry.title, found.entry.by.name, found.entry.by.handle) == ("The book page", "Ada Lovelace", "ada")
    assert found.entry.run.evidence_sha256 == entry.run.evidence.digest
    assert (found.entry.lab.slug, found.entry.lab.digest) == (entry.run.lab, entry.run.lab_digest)
    assert found.content.members["report.md"] == b"One query a page.\n"
    assert found.review is not None
    assert found.review.accepted == []


def test_the_same_entry_gives_the_same_file_and_new_words_another(entry: Entry) -> None:
    first = downloaded(entry)
    assert downloaded(entry) == first
    Entry.objects.filter(pk=entry.pk).update(visibility=Visibility.UNLISTED)
    entry.refresh_from_db()
    assert building.of(entry) == first
    entry.words = "Other words."
    entry.keep(["words"])
    assert building.of(entry) != first


def test_an_acceptance_is_in_it_as_the_page_shows_it(entry: Entry) -> None:
    cohort = factories.cohort(None, entry.owner, name="Performance 1")
    cohort.submissions.create(entry=entry, state=State.ACCEPTED, decided_at=timezone.now())
    factories.cohort(None, entry.owner, name="Another").submissions.create(entry=entry)
    review = checked(downloaded(entry)).review
    assert review is not None
    (accepted,) = review.accepted
    assert (accepted.cohort, accepted.words_changed_after) == ("Performance 1", False)
    entry.words = "Other words."
    entry.keep(["words"])
    review = checked(downloaded(entry)).review
    assert review is not None
    assert review.accepted[0].words_changed_after is True


def test_the_report_is_in_it_as_it_is_read(entry: Entry) -> None:
    entry.words = "The median was {{before.p50}}."
    entry.keep(["words"])
    report = checked(downloaded(entry)).content.members["report.md"].decode()
    assert re.fullmatch(r"The median was \d+(\.\d+)? ms\.", report)


def test_a_reviewers_words_for_everybody_are_in_it_with_their_name(entry: Entry) -> None:
    grace = factories.instructor("grace")
    cohort = factories.cohort(grace, entry.owner)
    facts = {"state": State.ACCEPTED, "decided_at": timezone.now(), "reviewer": grace}
    made = cohort.submissions.create(entry=entry, shown="Careful work.", **facts)
    review = checked(downloaded(entry)).review
    assert review is not None
    assert [(each.by, each.words) for each in review.accepted] == [("grace", "Careful work.")]
    type(made).objects.filter(pk=made.pk).update(shown="")
    review = checked(downloaded(entry)).review
    assert review is not None
    assert [(each.by, each.words) for each in review.accepted] == [(None, None)]


def test_the_page_says_how_large_it_is(entry: Entry) -> None:
    told: int = page.of(entry)["evidence_bytes"]
    assert told == pytest.approx(len(downloaded(entry)), rel=0.2)


def test_what_is_left_out_is_named_and_not_there(entry: Entry) -> None:
    found = checked(building.of(entry, ["files.json"]))
    assert found.problems == ()
    assert found.entry is not None
    assert found.entry.left_out == ["files.json"]
    assert "files.json" not in found.content.members


@pytest.mark.parametrize(
    ("origins", "site"),
    [
        ([], None),
        (["https://*.example"], None),
        (["https://*.example", "https://perfgym.example"], "https://perfgym.example"),
    ],
)
def test_it_names_its_site_only_where_the_operator_does(
    entry: Entry, settings: object, origins: list[str], site: str | None
) -> None:
    settings.CSRF_TRUSTED_ORIGINS = origins  # type: ignore[attr-defined]
    found = checked(building.of(entry)).entry
    assert found is not None
    assert found.site == site


def test_after_a_new_key_a_bundle_of_before_still_holds_and_is_signed_anew(entry: Entry) -> None:
    before = downloaded(entry)
    signing.ring().renew()
    assert checked(before).problems == ()
    assert checked(downloaded(entry)).signer != checked(before).signer
    signing.ring().disown(json.loads(json.dumps(signing.key_set(signing.public_keys())))["keys"][1]["kid"])
    assert "disowned" in checked(before).problems[0]
    assert checked(downloaded(entry)).problems == ()
