"""A worker serves sessions: it opens a pod, answers, stops when told, and leaves no pod behind."""

import threading
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.runs import isolation
from perfgym.runs.work import Worker
from perfgym.sandbox import drivers
from perfgym.sandbox.slots import Slot
from perfgym.sittings.desk import Desk
from perfgym.sittings.session import State, Why
from perfgym.sqlconsole import kind as kinds
from perfgym.sqlconsole.bounds import Bounds
from perfgym.sqlconsole.models import Session, Statement
from perfgym.sqlconsole.statement import How
from tests import factories
from tests.deployment import wait_until

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
LAB = "sql-n-plus-one"


class Working:
    """A desk that works in threads of this process."""

    def __init__(self, bounds: Bounds) -> None:
        self.worker = Worker("w", drivers.choose("process"), Slot((0,), (0, 1)))
        self.desk = Desk(self.worker, [kinds.kind(bounds)])
        self._thread = threading.Thread(target=self.desk.serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.worker.stopping.set()
        self._thread.join(20)
        for sitting in self.desk._sittings:
            sitting.join(20)
            assert not sitting.is_alive()


@pytest.fixture(autouse=True)
def _strangers_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "second_person", lambda: ("", ""))


@pytest.fixture
def working(request: pytest.FixtureRequest) -> Iterator[Working]:
    found = Working(getattr(request, "param", Bounds()))
    yield found
    found.stop()
    connection.close()


def opened(person: Person | None = None) -> Session:
    session = Session.objects.begin(person or factories.person(), library.default().lab(LAB), read_only=False)
    was = (State.OPEN, State.ENDED)  # a short one may be over before we look
    wait_until(lambda: now(session).state in was, "the session opens", 120)
    return now(session)


def now(session: Session) -> Session:
    return Session.objects.get(pk=session.pk)


def answered(session: Session, text: str, how: How = How.RUN) -> Statement:
    statement = Statement.objects.ask(session, text, how, uuid.uuid4())
    return over(statement)


def over(statement: Statement) -> Statement:
    def done() -> bool:
        statement.refresh_from_db()
        return not statement.is_open

    wait_until(done, "the statement ends")
    return statement


def test_a_session_from_its_opening_to_its_end(working: Working) -> None:
    session = opened()
    first = answered(session, "CREATE TABLE mine (n int); SELECT count(*) FROM books")
    assert (first.ending, len(first.shown["results"])) == ("done", 2)

    long = Statement.objects.ask(session, "SELECT pg_sleep(100)", How.RUN, uuid.uuid4())
    wait_until(lambda: Statement.objects.get(pk=long.pk).state == "running", "it runs")
    session.statements.cancel()
    assert (over(long).ending, over(long).message) == ("cancelled", "You cancelled this statement.")

    again = answered(session, "", How.AGAIN)
    assert "fresh database" in again.message
    assert answered(session, "SELECT * FROM mine").shown["fault"]["code"] == "42P01"

    session.end(Why.LEARNER)
    wait_until(lambda: not any(each.is_alive() for each in working.desk._sittings), "the pod is given back")


@pytest.mark.parametrize("working", [Bounds(idle=0.5)], indirect=True)
def test_a_session_that_is_not_used_ends(working: Working) -> None:
    session = opened()
    wait_until(lambda: now(session).state == State.ENDED, "it ends")
    assert now(session).why == Why.IDLE


@pytest.mark.parametrize("working", [Bounds(total=1.0)], indirect=True)
def test_a_session_ends_after_its_time_however_busy(working: Working) -> None:
    session = opened()
    wait_until(lambda: now(session).state == State.ENDED, "it ends")
    assert now(session).why == Why.TOTAL


@pytest.mark.parametrize("working", [Bounds(sessions=1)], indirect=True)
def test_a_full_worker_lets_others_wait_until_there_is_room(working: Working) -> None:
    first = opened()
    second = Session.objects.begin(factories.person(), library.default().lab(LAB), read_only=False)
    answered(first, "SELECT 1")
    assert now(second).state == State.WAITING
    first.end(Why.LEARNER)
    wait_until(lambda: now(second).state == State.OPEN, "the second opens")


@pytest.mark.parametrize("working", [Bounds(sessions=0)], indirect=True)
def test_a_worker_that_may_not_have_any_takes_none(working: Working) -> None:
    working.desk.round()
    Session.objects.begin(factories.person(), library.default().lab(LAB), read_only=False)
    working.desk.round()
    assert Session.objects.get().state == State.WAITING


def test_no_session_is_taken_where_its_memory_would_not_fit(working: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "largest", lambda: 1 << 60)
    Session.objects.begin(factories.person(), library.default().lab(LAB), read_only=False)
    working.desk.round()
    assert Session.objects.get().state == State.WAITING


def test_no_session_is_taken_where_a_second_person_could_reach_the_first(
    working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "second_person", lambda: ("2 people have accounts on this site", ""))
    Session.objects.begin(factories.person(), library.default().lab(LAB), read_only=False)
    working.desk.round()
    assert Session.objects.get().state == State.WAITING


def test_an_open_session_ends_when_its_sandbox_has_become_too_weak(
    working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened()
    working.worker.safe = False
    Statement.objects.ask(session, "SELECT 1", How.RUN, uuid.uuid4())
    wait_until(lambda: now(session).state == State.ENDED, "it ends")
    assert "too weak" in now(session).message


def test_a_worker_that_stops_ends_its_sessions_and_says_why(working: Working) -> None:
    session = opened()
    working.stop()
    assert (now(session).state, now(session).why) == (State.ENDED, Why.WORKER)
