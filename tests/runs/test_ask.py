"""Asking for a run: idempotent, frozen at that moment, within a quota."""

from uuid import uuid4

import pytest

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.quota import QuotaExceeded
from perfgym.workspaces.models import Workspace

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def ada() -> Person:
    return Person.objects.create_user("ada")


def test_the_same_key_is_the_same_run(ada: Person) -> None:
    lab, key = library.default().lab("sql-n-plus-one"), uuid4()
    first = Run.ask(ada, lab, Kind.COMPARE, {}, key)
    assert Run.ask(ada, lab, Kind.COMPARE, {}, key).pk == first.pk
    assert Run.objects.count() == 1


def test_later_edits_do_not_reach_a_run_that_was_asked_for(ada: Person) -> None:
    lab = library.default().lab("sql-n-plus-one")
    workspace = Workspace.open(ada, lab)
    workspace.save_file(lab, "bookshop/queries.py", b"first = 1\n", None)
    run = Run.ask(ada, lab, Kind.COMPARE, {}, uuid4())
    workspace.save_file(lab, "bookshop/queries.py", b"second = 2\n", None)
    run.refresh_from_db()
    assert run.snapshot.contents() == {"bookshop/queries.py": b"first = 1\n"}


def test_four_open_runs_are_enough(ada: Person) -> None:
    lab = library.default().lab("sql-n-plus-one")
    runs = [Run.ask(ada, lab, Kind.COMPARE, {}, uuid4()) for _ in range(4)]
    with pytest.raises(QuotaExceeded, match="4 runs waiting or running"):
        Run.ask(ada, lab, Kind.COMPARE, {}, uuid4())
    runs[0].cancel()
    assert Run.ask(ada, lab, Kind.COMPARE, {}, uuid4()).state == State.QUEUED
