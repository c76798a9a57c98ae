"""What the page of a comparison shows beside its verdict."""

import pytest
from django.test import Client

from perfgym.measure.rule import Verdict
from perfgym.runs.counting import Counts, Statement
from perfgym.runs.models import Run
from perfgym.runs.side import Side
from tests import factories
from tests.apps.bookshop_arms import lab

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
AUTHOR = "SELECT id, name, born, bio FROM authors WHERE id = $1"


def counted(calls: int, forgotten: int = 0) -> Counts:
    return Counts(100, 450_000, 2**28, 0, forgotten, (Statement(AUTHOR, calls, calls, calls, 0, 0, calls / 100),))


def finished(side: Side) -> Run:
    run = factories.finished_run(factories.person())
    run.result["side"] = side.stated(lab().defects, Verdict(run.result["verdict"]))
    run.save()
    return run


def page(run: Run) -> str:
    client = Client()
    client.force_login(run.owner)
    return client.get(run.get_absolute_url()).content.decode()


def test_counts_and_defects_stand_beside_the_verdict() -> None:
    side = Side()
    side.before, side.after = counted(2400), counted(0)
    html = page(finished(side))
    assert "What changed beside the clock" in html
    assert '<th scope="row">queries</th><td class="num">24</td><td class="num">0</td>' in html
    assert '<span class="tag tag-gone">gone</span>' in html
    assert "Of the 24 queries a request that went away, 24 were this one&#x27;s." in html
    assert "forgot some" not in html


def test_what_the_database_forgot_is_not_hidden() -> None:
    side = Side()
    side.before, side.after = counted(2400), counted(0, forgotten=1)
    html = page(finished(side))
    assert "forgot some once" in html
    assert "went away" not in html


def test_a_run_from_before_there_were_counts_has_no_such_part() -> None:
    run = factories.finished_run(factories.person())
    html = page(run)
    assert "What changed beside the clock" not in html
