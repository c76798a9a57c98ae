"""The table of a cohort as CSV: the page's numbers, and nothing in it that a spreadsheet would run."""

import csv
import io

import pytest
from django.test import Client

from perfgym import spreadsheet
from perfgym.accounts.models import Person
from perfgym.cohorts.models import Cohort
from perfgym.progress import points
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def rows(person: Person, cohort: Cohort) -> list[list[str]]:
    client = Client()
    client.force_login(person)
    answer = client.get(f"/cohorts/{cohort.pk}/table.csv")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode(), newline="")))


def test_it_has_what_the_page_has_and_a_member_sees_the_own_row() -> None:
    ada, bob = factories.person("ada"), factories.person("bob")
    cohort = factories.cohort(None, ada, bob)
    factories.finished_run(ada)
    best = points.of_all([ada])[ada.pk, factories.LAB].total
    head, *learners = rows(cohort.instructors.get(), cohort)
    assert head[0] == "learner"
    assert [row[0] for row in learners] == ["ada", "bob"]
    assert learners[0][1:] == [str(best), ""]
    assert learners[1][1:] == ["", ""]
    assert [row[0] for row in rows(bob, cohort)[1:]] == ["bob"]


def test_a_name_that_is_a_formula_is_text() -> None:
    eve = factories.person("eve", first_name="=cmd|' /C calc'!A0")
    cohort = factories.cohort(None, eve)
    assert rows(eve, cohort)[1][0] == "'=cmd|' /C calc'!A0"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\uff1d"])
def test_whatever_a_spreadsheet_takes_for_a_formula_is_disarmed(start: str) -> None:
    found = next(
        csv.reader(io.StringIO(spreadsheet.lines([[f"{start}1+1", 'a"b,c\n', -1.5, None, "a=b"]]), newline=""))
    )
    assert found == [f"'{start}1+1", 'a"b,c\n', "-1.5", "", "a=b"]
