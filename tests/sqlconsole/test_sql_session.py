"""Sessions as rows: one a learner, one holder, and an end that is said."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.models.functions import Now

from perfgym.catalog import library
from perfgym.runs import dispatcher
from perfgym.sittings.answer import Answer, Ending
from perfgym.sittings.errand import NotNow
from perfgym.sittings.session import State, Why
from perfgym.sqlconsole.models import Session, Statement
from perfgym.sqlconsole.session import NoDatabase
from perfgym.sqlconsole.statement import How
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
IDLE = 600.0


def begun(read_only: bool = False) -> Session:
    lab = library.default().lab(factories.LAB)
    return Session.objects.begin(factories.person(), lab, read_only=read_only)


def held() -> Session:
    begun()
    session = Session.objects.claim("w")
    assert session is not None
    session.opened()
    return session


def ask(session: Session, text: str = "SELECT 1", how: How = How.RUN, key: uuid.UUID | None = None) -> Statement:
    statement = Statement.objects.ask(session, text, how, key or uuid.uuid4())
    statement.session = session
    return statement


def test_asking_again_gives_the_session_there_is() -> None:
    first = begun()
    lab = library.default().lab(factories.LAB)
    assert Session.objects.begin(first.owner, lab, read_only=False) == first
    other = Session.objects.begin(first.owner, lab, read_only=True)
    first = Session.objects.filter(pk=first.pk).first() or first
    assert other != first
    assert Session.objects.live().get() == other


def test_the_database_holds_that_a_learner_has_one() -> None:
    first = begun()
    with pytest.raises(IntegrityError):
        Session.objects.create(owner=first.owner, lab="another")


def test_a_lab_without_a_database_has_no_console(monkeypatch: pytest.MonkeyPatch) -> None:
    lab = library.default().lab(factories.LAB)
    monkeypatch.setitem(lab.app.__dict__, "database", None)
    with pytest.raises(NoDatabase, match="no database"):
        Session.objects.begin(factories.person(), lab, read_only=False)


def test_one_worker_holds_it_and_the_reaper_knows() -> None:
    session = held()
    assert Session.objects.claim("v") is None
    assert (str(session.pk), session.fence) in dispatcher.alive()
    assert session.beat()


def test_a_lost_worker_ends_the_session_and_what_ran() -> None:
    session = held()
    statement = ask(session)
    statement.start()
    Session.objects.update(lease_until=Now() - timedelta(seconds=1))
    Session.objects.tidy(IDLE)
    session.refresh_from_db()
    statement.refresh_from_db()
    assert (session.state, session.why) == (State.ENDED, Why.WORKER)
    assert (statement.state, statement.ending) == ("done", Ending.LOST)
    assert dispatcher.alive() == []
    assert not session.beat()


def test_a_session_that_nobody_waits_for_gives_its_place_up() -> None:
    session = begun()
    Session.objects.update(seen_at=Now() - timedelta(seconds=IDLE + 1))
    Session.objects.tidy(IDLE)
    session.refresh_from_db()
    assert session.why == Why.IDLE


def test_places_are_counted_from_the_longest_waiting() -> None:
    assert [begun().place(), begun().place()] == [1, 2]


def test_an_end_is_written_once_and_only_under_the_fence() -> None:
    session = held()
    late = Session.objects.get(pk=session.pk)
    late.fence -= 1
    assert not late.end(Why.WORKER)
    assert session.end(Why.LEARNER)
    assert not session.end(Why.IDLE)


def test_one_statement_at_a_time_and_the_same_key_once() -> None:
    session, key = held(), uuid.uuid4()
    first = ask(session, key=key)
    assert ask(session, key=key) == first
    with pytest.raises(NotNow, match="still running"):
        ask(session)


def test_no_statement_without_an_open_session() -> None:
    session = held()
    session.end(Why.LEARNER)
    with pytest.raises(NotNow, match="not open"):
        ask(session)


def test_a_cancel_is_asked_of_what_is_open() -> None:
    session = held()
    statement = ask(session)
    assert not statement.asked_to_end()
    assert session.statements.cancel() == 1
    assert statement.asked_to_end()


def test_starting_again_is_always_taken_and_cancels_what_runs() -> None:
    session = held()
    running = ask(session, "SELECT pg_sleep(60)")
    ask(session, "", How.AGAIN)
    assert running.asked_to_end()


def test_what_comes_of_a_statement_is_written_once_and_not_after_the_end() -> None:
    session = held()
    statement = ask(session)
    assert statement.start()
    assert not statement.start()
    assert statement.finish(Answer(Ending.DONE, "", {"results": []}))
    assert not statement.finish(Answer(Ending.LIMIT))
    late = ask(session)
    session.end(Why.LEARNER)
    assert not late.finish(Answer(Ending.DONE))


def test_old_results_are_dropped_and_their_texts_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    session = held()
    for number in range(12):
        statement = ask(session, f"SELECT {number}")
        statement.finish(Answer(Ending.DONE, "", {"results": [number]}))
    assert session.statements.count() == 12
    assert session.statements.filter(shown__isnull=False).count() == 10
    session.end(Why.LEARNER)
    assert [statement.text for statement in session.statements.filter(shown__isnull=False)] == ["SELECT 11"]


def test_nobody_else_sees_a_session() -> None:
    session = begun()
    assert Session.objects.visible_to(session.owner).get() == session
    for other in (factories.person(), factories.instructor(), factories.person(staff=True)):
        assert not Session.objects.visible_to(other).exists()
