"""A measured plan made in the console is evidence for the checks of that person's lab, and for no other."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from perfgym.progress.evidence import of
from perfgym.progress.models import Round
from perfgym.sqlconsole.statement import Statement
from tests import factories

PLAN = '[{"Plan": {"Node Type": "Result"}}]'

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def test_the_plan_is_there_for_its_owner_in_its_lab() -> None:
    owner, other = factories.person("owner"), factories.person("other")
    session = factories.sql_session(owner, PLAN)
    assert of(Round.current(owner, factories.lab())).explained == (), "it was only run, not explained"
    Statement.objects.filter(session=session).update(how="analyze", ended_at=Now())
    (found,) = of(Round.current(owner, factories.lab())).explained
    assert (found.text, found.plan) == ("SELECT 1 AS n", PLAN)
    assert of(Round.current(other, factories.lab())).explained == ()


def test_a_later_round_asks_for_a_new_plan() -> None:
    owner = factories.person("owner")
    session = factories.sql_session(owner, PLAN)
    Statement.objects.filter(session=session).update(how="analyze", ended_at=Now() - timedelta(minutes=5))
    Round.current(owner, factories.lab())
    assert of(Round.again(owner, factories.lab())).explained == ()
