"""Two of one's own load tests beside each other: never a verdict, and what was not alike is said."""

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.runs.models import Run
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def page(person: Person, one: Run, other: Run, status: int = 200) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(f"/runs/{one.pk}/with/{other.pk}/")
    assert answer.status_code == status
    return answer.content.decode()


def test_both_are_shown_with_their_difference_and_no_verdict(ada: Person) -> None:
    first, second = factories.finished_load(ada), factories.finished_load(ada, seed=2)
    html = page(ada, first, second)
    assert "no verdict comes from this page" in html
    assert "faster, certain" not in html
    for name in ("seconds", "distribution", "percentiles", "difference", "requests", "resources"):
        assert f'id="figure-{name}"' in html
        assert f'href="/runs/{first.pk}/with/{second.pk}/charts/{name}.svg"' in html


def test_the_earlier_is_the_earlier_however_they_are_named(ada: Person) -> None:
    first, second = factories.finished_load(ada), factories.finished_load(ada, seed=2)
    for html in (page(ada, first, second), page(ada, second, first)):
        assert html.index(first.get_absolute_url()) < html.rindex(second.get_absolute_url())
        assert html.index("earlier, dashed") < html.index("later, solid")


def test_what_was_not_alike_is_said(ada: Person) -> None:
    first, second = factories.finished_load(ada), factories.finished_load(ada, users=9, seconds=20)
    assert "The two were not run alike: 5 and 9 users; 12 and 20 seconds differ." in page(ada, first, second)
    assert "not run alike" not in page(ada, first, factories.finished_load(ada))


def test_only_two_different_load_tests_of_one_person(ada: Person) -> None:
    one = factories.finished_load(ada)
    page(ada, one, one, 404)
    page(ada, one, factories.finished_run(ada), 404)
    page(ada, one, factories.finished_load(factories.person("eve")), 404)
    staff = factories.person("root", staff=True)
    page(staff, one, factories.finished_load(staff), 404)


def test_the_page_of_a_load_test_offers_the_others(ada: Person) -> None:
    one, other, empty = (
        factories.finished_load(ada),
        factories.finished_load(ada, seed=2),
        factories.finished_load(ada, rps=0),
    )
    client = Client()
    client.force_login(ada)
    html = client.get(one.get_absolute_url()).content.decode()
    assert f'<option value="{other.pk}">' in html
    assert str(empty.pk) not in html
    answer = client.get(f"/runs/{one.pk}/with/?run={other.pk}")
    assert (answer.status_code, answer["Location"]) == (302, f"/runs/{one.pk}/with/{other.pk}/")
    assert client.get(f"/runs/{one.pk}/with/?run=nonsense").status_code == 404
