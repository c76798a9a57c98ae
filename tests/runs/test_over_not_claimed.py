"""What is over, or in hand, is never claimed, however often the bell is rung."""

import pytest

from perfgym.runs import claim
from perfgym.runs.models import Run, State
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.mark.parametrize("state", sorted(set(State) - {State.QUEUED}))
def test_only_a_waiting_run_is_claimed(state: State) -> None:
    run = factories.queued_run(factories.person())
    Run.objects.update(state=state)
    assert claim.claim_next("w") is None
    assert Run.objects.get().fence == run.fence
