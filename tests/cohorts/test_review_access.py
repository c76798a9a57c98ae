"""Who may see and do what in cohorts and reviews: every address by every role, 404 where it is not for one."""

import pytest
from django.test import Client

from perfgym.cohorts.models import Said
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]

EVERYBODY = {"owner", "mate", "stranger", "instructor", "other instructor", "staff"}
TAUGHT = {"instructor"}

# address, method, who is let in; anonymous is always sent to sign in
TABLE = [
    ("/cohorts/", "get", EVERYBODY),
    ("/cohorts/", "post", {"instructor", "other instructor"}),
    ("/cohorts/join/", "get", EVERYBODY),
    ("/cohorts/join/", "post", EVERYBODY),
    ("/cohorts/{cohort}/", "get", {"owner", "mate", "instructor", "staff"}),
    ("/portfolio/{entry}/submit/", "post", {"owner"}),
    ("/review/", "get", {"instructor", "other instructor"}),
    ("/review/{submission}/", "get", {"instructor", "staff"}),
    ("/review/{submission}/", "post", TAUGHT),
    ("/review/{submission}/reply/", "post", {"owner"}),
    ("/review/comments/{comment}/", "get", TAUGHT),
    ("/review/comments/{comment}/", "post", TAUGHT),
    ("/runs/{run}/", "get", {"owner", "instructor", "staff"}),
    ("/runs/{run}/bundle.zip", "get", {"owner", "instructor", "staff"}),
    ("/portfolio/{entry}/", "get", {"owner"}),
]


@pytest.mark.parametrize(("address", "method", "let_in"), TABLE, ids=[f"{row[1]} {row[0]}" for row in TABLE])
def test_each_address_is_for_those_it_is_for(address: str, method: str, let_in: set[str]) -> None:
    people = {
        "owner": factories.person("owner"),
        "mate": factories.person("mate"),
        "stranger": factories.person("stranger"),
        "instructor": factories.instructor("instructor"),
        "other instructor": factories.instructor("other"),
        "staff": factories.person("staff", staff=True),
    }
    cohort = factories.cohort(people["instructor"], people["owner"], people["mate"])
    factories.cohort(people["other instructor"], people["stranger"], name="Another")
    submission = factories.submission(people["owner"], cohort)
    comment = submission.say(people["instructor"], Said("Well."))
    url = address.format(
        cohort=cohort.pk,
        entry=submission.entry_id,
        submission=submission.pk,
        comment=comment.pk,
        run=submission.entry.run_id,
    )
    form = {"cohort": cohort.pk, "name": "New", "code": "nowhere", "body": "x", "decision": "comment", "comment": "x"}

    found = {}
    for role, person in people.items():
        client = Client()
        client.force_login(person)
        found[role] = getattr(client, method)(url, form if method == "post" else {}).status_code
    assert {role for role, status in found.items() if status in (200, 302)} == let_in, found
    assert {status for role, status in found.items() if role not in let_in} <= {404}, found

    anonymous = getattr(Client(), method)(url)
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith("/accounts/login/")


def test_an_entry_goes_only_to_a_cohort_one_is_in() -> None:
    ada, elsewhere = factories.person("ada"), factories.cohort()
    entry, client = factories.entry(ada), Client()
    client.force_login(ada)
    for cohort in (str(elsewhere.pk), "", "x", "9" * 30, "²"):
        assert client.post(f"/portfolio/{entry.pk}/submit/", {"cohort": cohort}).status_code == 404
    assert not entry.submissions.exists()


def test_leaving_a_cohorts_instructors_ends_the_view() -> None:
    grace = factories.instructor("grace")
    cohort = factories.cohort(grace)
    submission, client = factories.submission(factories.person("ada"), cohort), Client()
    client.force_login(grace)
    assert client.get(submission.get_absolute_url()).status_code == 200
    cohort.instructors.remove(grace)
    assert client.get(submission.get_absolute_url()).status_code == 404
    assert client.get(f"/runs/{submission.entry.run_id}/").status_code == 404
