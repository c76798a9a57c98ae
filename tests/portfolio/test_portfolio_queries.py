"""Pages of a portfolio ask the database as often for many entries as for few."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perfgym.accounts.models import Person
from perfgym.portfolio.models import Visibility
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PAGES = ("/portfolio/", "/portfolio/order/", "/portfolio/stories/", "/p/ada/")


def asked(person: Person | AnonymousUser, address: str) -> list[str]:
    client = Client()
    if isinstance(person, Person):
        client.force_login(person)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return [str(one["sql"]) for one in found]


def put(owner: Person, teacher: Person, count: int) -> None:
    cohort = factories.cohort(teacher, owner)
    for _ in range(count):
        sent = factories.submission(owner, cohort, visibility=Visibility.PUBLIC, words="I joined.")
        factories.story(sent.entry, shown=True)


def test_a_page_of_many_entries_asks_no_more_often() -> None:
    ada, teacher = factories.person("ada"), factories.instructor()
    who: list[Person | AnonymousUser] = [ada, ada, ada, AnonymousUser()]
    put(ada, teacher, 2)
    few = [len(asked(person, page)) for person, page in zip(who, PAGES, strict=True)]
    put(ada, teacher, 6)
    many = [asked(person, page) for person, page in zip(who, PAGES, strict=True)]
    assert [len(each) for each in many] == few
    assert max(few) <= 24


def test_no_list_reads_what_a_run_measured() -> None:
    ada = factories.person("ada")
    put(ada, factories.instructor(), 1)
    for page in PAGES:
        for sql in asked(ada, page):
            columns = sql.split(" FROM ")[0]
            assert '"runs_run"."fingerprint"' not in columns
            assert "bundle" not in columns
