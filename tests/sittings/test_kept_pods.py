"""Every kind of session is known to the reaper, and each is one a learner."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from perfgym.runs import dispatcher
from perfgym.sittings import session as sessions
from perfgym.sittings.session import HeldSession
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.mark.parametrize("kind", sessions.kinds(), ids=lambda kind: kind._meta.label)
def test_the_reaper_leaves_alone_what_is_held_and_takes_what_is_not(kind: type[HeldSession]) -> None:
    kind.sessions().one(factories.person(), factories.lab())
    held = kind.sessions().claim("w")
    assert held is not None
    assert (str(held.pk), held.fence) in dispatcher.alive()
    kind.sessions().update(lease_until=Now() - timedelta(seconds=1))
    assert (str(held.pk), held.fence) not in dispatcher.alive()


@pytest.mark.parametrize("kind", sessions.kinds(), ids=lambda kind: kind._meta.label)
def test_what_a_message_holds_can_be_stored(kind: type[HeldSession]) -> None:
    kind.sessions().one(factories.person(), factories.lab())
    held = kind.sessions().claim("w")
    assert held is not None
    assert held.end(sessions.Why.PLATFORM, "half a character \ud800 and a \0")
