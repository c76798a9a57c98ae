"""A worker that is frozen in the middle of a transaction keeps nothing from the others for long."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection

from perfgym.catalog import library
from perfgym.runs import claim as claims
from perfgym.runs.dispatcher import LOCK, look_after_queue
from perfgym.runs.models import Kind, Run, State
from perfgym.workspaces.models import Workspace
from tests import factories
from tests.deployment import PATIENCE, wait_until

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@contextmanager
def frozen(statement: Callable[[], object]) -> Iterator[list[Exception]]:
    """Another worker that stalls in a transaction right after `statement`; yields what it finds when it wakes."""
    stalled, wake, found = threading.Event(), threading.Event(), list[Exception]()

    def work() -> None:
        try:
            with claims.short_transaction():
                statement()
                stalled.set()
                wake.wait(PATIENCE)
                Run.objects.count()
        except DatabaseError as error:
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert stalled.wait(PATIENCE)
    yield found
    wake.set()
    thread.join()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "STALL", "200ms")


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])


def test_the_queue_is_looked_after_again() -> None:
    run = factories.queued_run(factories.person())
    Run.objects.update(rung_at="2020-01-01T00:00Z")
    with frozen(_lock) as found:
        wait_until(lambda: look_after_queue() == [str(run.pk)], "another dispatcher has the lock")
    assert found  # the frozen one is told that its transaction is over


def test_its_run_can_be_given_to_another() -> None:
    run = factories.queued_run(factories.person(), state=State.RUNNING, fence=1)
    Run.objects.update(lease_until="2020-01-01T00:00Z")
    with frozen(lambda: Run.objects.select_for_update().get(pk=run.pk)):
        assert claims.recover() == 1  # waits until PostgreSQL has ended the other's transaction


def test_a_score_being_written_does_not_keep_its_learner_waiting() -> None:
    """Not even for that long: a score refers to its learner, and asking for a run locks the learner's row."""
    learner = factories.person()
    lab = library.default().lab(factories.LAB)
    Workspace.open(learner, lab)

    def score() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM accounts_person WHERE id = %s FOR KEY SHARE", [learner.pk])  # as a new row does

    with frozen(score), connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
        assert Run.ask(learner, lab, Kind.COMPARE, {}, uuid.uuid4()).state == State.QUEUED
        cursor.execute("RESET lock_timeout")
