"""Requests as rows: with the files as they are then, the last one counts, and Back goes where one was."""

import uuid
from datetime import timedelta

import pytest
from django.core.signing import BadSignature
from django.db.models.functions import Now

from perfgym.accounts.models import Person
from perfgym.appview.models import Session, Visit
from perfgym.sittings.answer import Answer, Ending
from perfgym.sittings.errand import NotNow
from perfgym.sittings.session import State, Why
from perfgym.workspaces.models import Workspace
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def ask(session: Session, path: str = "/books", **more: object) -> Visit:
    visit = Visit.objects.ask(session, factories.lab(), path, **more)  # type: ignore[arg-type]
    visit.session = session
    return visit


def held(person: Person | None = None) -> Session:
    session = Session.objects.begin(person or factories.person(), factories.lab())
    claimed = Session.objects.claim("w")
    assert claimed == session
    claimed.opened()
    return claimed


def test_the_first_request_is_taken_in_before_there_is_a_pod() -> None:
    session = Session.objects.begin(factories.person(), factories.lab())
    assert ask(session).is_open
    assert Session.objects.begin(session.owner, factories.lab()) == session


def test_a_request_has_the_files_as_they_are_then() -> None:
    session = held()
    workspace = Workspace.open(session.owner, factories.lab())
    before = ask(session)
    workspace.save_file(factories.lab(), factories.EDITED, b"# changed", None)
    after = ask(session)
    assert before.snapshot is not None
    assert after.snapshot is not None
    assert before.snapshot.contents() == {}
    assert after.snapshot.contents() == {factories.EDITED: b"# changed"}
    assert ask(session, version="original").snapshot is None


def test_a_new_request_takes_the_place_of_one_under_way_and_the_same_key_asks_once() -> None:
    session, key = held(), uuid.uuid4()
    first, second = ask(session), ask(session, key=key)
    assert first.asked_to_end()
    assert not second.asked_to_end()
    assert ask(session, key=key) == second


def test_a_link_asks_for_the_version_that_was_looked_at() -> None:
    session = held()
    ask(session, version="original")
    visit = Visit.objects.follow(session.links()("/").split("/")[5], factories.lab(), "/books/1")
    assert visit is not None
    assert (visit.version, visit.path, visit.snapshot) == ("original", "/books/1", None)


def test_a_token_is_of_one_live_session_and_cannot_be_made_up() -> None:
    session = held()
    token = session.links()("/").split("/")[5]
    assert Session.objects.of_token(token) == session
    with pytest.raises(BadSignature):
        Session.objects.of_token(f"{token}x")
    session.end(Why.LEARNER)
    assert Session.objects.of_token(token) is None


def test_back_goes_to_where_one_was_before() -> None:
    session = held()
    one, two = ask(session, "/1"), ask(session, "/2")
    reloaded, three = ask(session, "/2"), ask(session, "/3")
    assert [visit.back() for visit in (one, two, reloaded, three)] == [None, one, one, reloaded]
    went_back = ask(session, "/2", stands_for=reloaded.pk)
    assert went_back.back() == one
    assert ask(session, "/1", stands_for=one.pk).back() is None


def test_what_was_answered_is_kept_for_the_last_three_and_any_text_can_be_stored() -> None:
    session = held()
    for number in range(5):
        visit = ask(session, f"/{number}")
        assert visit.start()
        assert visit.finish(Answer(Ending.DONE, "half \ud800", {"text": "nul \0", "headers": [["a\0", "b"]]}))
    kept = session.visits.filter(shown__isnull=False).order_by("pk")
    assert [visit.path for visit in kept] == ["/2", "/3", "/4"]


def test_a_session_that_is_over_takes_nothing_in() -> None:
    session = held()
    session.end(Why.IDLE)
    with pytest.raises(NotNow, match="has ended"):
        ask(session)


def test_a_session_waited_for_by_nobody_ends_with_its_request() -> None:
    session = Session.objects.begin(factories.person(), factories.lab())
    visit = ask(session)
    Session.objects.update(seen_at=Now() - timedelta(seconds=301))
    Session.objects.tidy(300)
    session.refresh_from_db()
    visit.refresh_from_db()
    assert (session.state, session.why, visit.ending) == (State.ENDED, Why.IDLE, Ending.LOST)


def test_nobody_else_sees_a_preview() -> None:
    session = held()
    assert Session.objects.visible_to(session.owner).get() == session
    for other in (factories.person(), factories.instructor(), factories.person(staff=True)):
        assert not Session.objects.visible_to(other).exists()
