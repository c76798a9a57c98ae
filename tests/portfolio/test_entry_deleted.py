"""An entry that is deleted is gone, for whoever had the link and for whoever was to review it; its run stays."""

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.cohorts.models import Comment, Said, Submission
from perfgym.portfolio.models import Entry, Visibility
from perfgym.runs.models import Run
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def submission() -> Submission:
    teacher = factories.instructor("grace")
    sent = factories.submission(factories.person("ada"), factories.cohort(teacher), visibility=Visibility.UNLISTED)
    sent.say(teacher, Said("Say why."))
    return sent


def test_first_a_page_says_what_goes_and_what_stays(submission: Submission) -> None:
    page = signed_in(submission.entry.owner).get(f"/portfolio/{submission.entry_id}/delete/").content.decode()
    assert "Performance 1 (waiting for review)" in page
    assert "Your points" in page or "your points" in page
    assert Entry.objects.exists()


def test_it_is_gone_for_everybody_and_the_run_stays(submission: Submission) -> None:
    ada, entry = submission.entry.owner, submission.entry
    link, run = entry.public_url, entry.run
    assert Client().get(link).status_code == 200
    assert signed_in(ada).post(f"/portfolio/{entry.pk}/delete/").status_code == 302
    assert Client().get(link).status_code == 404
    teacher = signed_in(Person.objects.get(username="grace"))
    assert teacher.get(f"/review/{submission.pk}/").status_code == 404
    assert entry.title not in teacher.get("/review/").content.decode()
    assert teacher.get(f"/runs/{run.pk}/").status_code == 404
    assert not Comment.objects.exists()
    assert signed_in(ada).get(f"/runs/{run.pk}/").status_code == 200
    assert Run.objects.get(pk=run.pk).score.points == run.points


def test_the_same_run_can_be_put_in_again_under_another_link(submission: Submission) -> None:
    run, key = submission.entry.run, submission.entry.key
    submission.entry.delete()
    again = Entry.of(run)
    assert (again.words, again.visibility) == ("", Visibility.PRIVATE)
    assert again.key != key
