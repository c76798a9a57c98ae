"""What stands beside the clock on an entry's page: statements and plans of its run, profiles of both versions."""

import pytest
from django.test import Client

from perfgym.portfolio.models import Entry, Visibility
from perfgym.runs.models import Run
from perfgym.workspaces.models import digest_of_all
from tests import factories
from tests.runs import statement_factories as statements

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def public(run: Run) -> Entry:
    entry = Entry.of(run)
    entry.visibility = Visibility.PUBLIC
    entry.save()
    return entry


def shown(entry: Entry) -> str:
    return Client().get(entry.public_url).content.decode()


def test_statements_and_the_plans_of_the_costliest_stand_there_without_a_link_that_nobody_may_follow() -> None:
    after = statements.arm(statements.counted(statements.BOOKS, plan=statements.plan()))
    page = shown(public(statements.compared(factories.person("ada"), statements.many(), after)))
    assert "What it asked the database:" in page
    assert statements.AUTHOR in page
    assert "The plan of the costliest statement, before and after" in page
    assert page.count('class="plan-tree"') == 2
    assert "/runs/" not in page


def test_without_a_plan_of_both_there_is_no_pair() -> None:
    after = statements.arm(statements.counted(statements.BOOKS))
    page = shown(public(statements.compared(factories.person("ada"), statements.many(), after)))
    assert "What it asked the database:" in page
    assert "The plan of the costliest" not in page


def test_profiles_of_both_versions_are_one_flame_graph_and_one_alone_is_none() -> None:
    ada = factories.person("ada")
    run = factories.finished_run(ada)
    Run.objects.filter(pk=run.pk).update(change="changed")
    entry = public(Run.objects.get(pk=run.pk))
    original = factories.profiled_run(ada)
    assert original.change == digest_of_all({})
    assert "Where the CPU time goes" not in shown(entry)
    mended = factories.profiled_run(ada, factories.FASTER)
    Run.objects.filter(pk=mended.pk).update(change="changed")
    page = shown(entry)
    assert "Where the CPU time goes" in page
    assert "chart-flame" in page
    other = public(factories.finished_run(factories.person("bob")))
    assert "Where the CPU time goes" not in shown(other)
