"""Cohorts: who makes one, who joins one, who is how far."""

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.cohorts import table
from perfgym.cohorts.cohort import NoSuchCode
from perfgym.cohorts.models import Cohort
from perfgym.progress import points
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_code_lets_one_in_however_it_is_typed() -> None:
    cohort, ada = factories.cohort(), factories.person("ada")
    assert Cohort.join(ada, f"  {cohort.code.upper()} ") == cohort
    assert list(cohort.members.all()) == [ada]
    Cohort.join(ada, cohort.code)
    assert cohort.members.count() == 1


def test_an_unknown_code_is_said_on_the_page_and_changes_nothing() -> None:
    ada = factories.person("ada")
    with pytest.raises(NoSuchCode, match="Check it with your instructor"):
        Cohort.join(ada, "")
    page = signed_in(ada).post("/cohorts/join/", {"code": "nowhere"}).content.decode()
    assert "No cohort has this code" in page
    assert 'value="nowhere"' in page
    assert not ada.cohorts.exists()


def test_the_instructors_link_brings_the_code() -> None:
    cohort, client = factories.cohort(), signed_in(factories.person("ada"))
    assert f'value="{cohort.code}"' in client.get(f"/cohorts/join/?code={cohort.code}").content.decode()
    assert client.post("/cohorts/join/", {"code": cohort.code}).url == cohort.get_absolute_url()  # type: ignore[attr-defined]


def test_only_an_instructor_makes_a_cohort() -> None:
    teacher = factories.instructor()
    assert signed_in(factories.person()).post("/cohorts/", {"name": "Mine"}).status_code == 404
    assert signed_in(teacher).post("/cohorts/", {"name": "Mine"}).status_code == 302
    assert Cohort.objects.get().is_taught_by(teacher)


def test_an_empty_page_says_what_to_do() -> None:
    assert "Your instructor has a code for you" in signed_in(factories.person()).get("/cohorts/").content.decode()
    assert "Make one below" in signed_in(factories.instructor()).get("/cohorts/").content.decode()


def test_the_instructor_sees_everybody_and_a_member_only_themselves() -> None:
    teacher, ada, bob = factories.instructor("grace"), factories.person("ada"), factories.person("bob")
    cohort = factories.cohort(teacher, ada, bob)
    whole = signed_in(teacher).get(cohort.get_absolute_url()).content.decode()
    own = signed_in(ada).get(cohort.get_absolute_url()).content.decode()
    assert ('<th scope="row">ada</th>' in whole, '<th scope="row">bob</th>' in whole) == (True, True)
    assert ('<th scope="row">ada</th>' in own, '<th scope="row">bob</th>' in own) == (True, False)
    assert (cohort.code in whole, cohort.code in own) == (True, False)


def test_the_table_has_the_best_points_and_the_submissions_of_each() -> None:
    ada, bob = factories.person("ada"), factories.person("bob")
    cohort = factories.cohort(factories.instructor(), ada, bob)
    factories.finished_run(ada, ratio=0.9)
    submission = factories.submission(ada, cohort)
    found = table.of(cohort, [ada, bob])
    assert len(found.labs) == 1
    first, second = (row.cells[0] for row in found.rows)
    assert (first.points, first.submissions) == (points.of_all([ada])[ada.pk, factories.LAB].total, [submission])
    assert (second.points, second.submissions) == (None, [])


def test_the_table_takes_as_many_queries_for_one_as_for_three(django_assert_num_queries: object) -> None:
    cohort = factories.cohort(factories.instructor())
    for _ in range(3):
        factories.submission(factories.person(), cohort)
    for people in (cohort.members.all()[:1], cohort.members.all()):
        with django_assert_num_queries(4):  # type: ignore[operator]
            table.of(cohort, people)
