"""A worker serves previews beside SQL sessions: within one count of memory, and away while a measurement runs."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from perfgym.appview import kind as kinds
from perfgym.appview import told
from perfgym.appview.bounds import Bounds
from perfgym.appview.models import Session, Visit
from perfgym.runs import isolation
from perfgym.runs.work import Worker
from perfgym.sandbox import drivers, slots
from perfgym.sandbox.slots import Slot
from perfgym.sittings.answer import Ending
from perfgym.sittings.desk import Desk
from perfgym.sittings.session import State, Why
from perfgym.sqlconsole import kind as sql
from perfgym.sqlconsole.bounds import Bounds as SqlBounds
from perfgym.sqlconsole.models import Session as SqlSession
from tests import factories
from tests.deployment import wait_until

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
SLOT = Slot((97,), (0,))  # the first number is of no machine's core: nobody else takes this slot's lock


class Working:
    """A desk that works in threads of this process."""

    def __init__(self) -> None:
        self.worker = Worker("w", drivers.choose("process"), SLOT)
        self.desk = Desk(self.worker, [sql.kind(SqlBounds()), kinds.kind(Bounds(ready=60.0))])
        self._thread = threading.Thread(target=self.desk.serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.worker.stopping.set()
        self._thread.join(20)
        for sitting in self.desk._sittings:
            sitting.join(20)
            assert not sitting.is_alive()


@pytest.fixture
def working(monkeypatch: pytest.MonkeyPatch) -> Iterator[Working]:
    monkeypatch.setattr(isolation, "second_person", lambda: ("", ""))
    found = Working()
    yield found
    found.stop()
    connection.close()


def asked(path: str, session: Session | None = None) -> Visit:
    session = session or Session.objects.begin(factories.person(), factories.lab())
    return Visit.objects.ask(session, factories.lab(), path, version="original")


def over(visit: Visit) -> Visit:
    def done() -> bool:
        visit.refresh_from_db()
        return not visit.is_open

    wait_until(done, "the request ends", 120)
    return visit


def test_a_preview_from_its_first_request_to_its_end(working: Working) -> None:
    first = over(asked("/books"))
    assert (first.ending, first.message, first.shown["status"]) == (Ending.DONE, "", 200)
    with slots.alone(SLOT, lambda: None):
        waits = asked("/books/1", first.session)
        wait_until(lambda: not working.worker.stopping.wait(1.5), "some rounds of the sitting")
        waits.refresh_from_db()
        assert waits.state == "waiting"
    assert over(waits).shown["status"] == 200
    assert waits.shown["before"] == [told.SET_ASIDE]

    first.session.end(Why.LEARNER)
    wait_until(lambda: not any(each.is_alive() for each in working.desk._sittings), "the pod is given back")


def test_previews_and_sql_sessions_share_one_half_of_the_memory(
    working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psutil

    half = psutil.virtual_memory().total // 2
    monkeypatch.setattr(sql, "largest", lambda: half - 1000)
    SqlSession.objects.begin(factories.person(), factories.lab(), read_only=False)
    wait_until(lambda: SqlSession.objects.get().state != State.WAITING, "the SQL session is taken", 120)
    monkeypatch.setattr(kinds, "largest", lambda: 2000)
    waits = asked("/books")
    working.worker.stopping.wait(1.5)
    waits.refresh_from_db()
    assert waits.session.state == State.WAITING
