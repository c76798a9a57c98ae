"""A claim whose worker was lost is over at once, before anyone else takes the run."""

import pytest
from django.db.models.functions import Now

from perfgym.runs import claim
from perfgym.runs.models import Run, State
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.mark.parametrize(("attempt", "becomes"), [(1, State.QUEUED), (claim.ATTEMPTS, State.FAILED)])
def test_its_fence_is_no_longer_the_rows(attempt: int, becomes: State) -> None:
    factories.queued_run(factories.person())
    held = claim.claim_next("w")
    assert held is not None
    Run.objects.update(attempt=attempt, lease_until=Now())
    assert claim.recover() == 1
    run = Run.objects.get()
    assert (run.state, run.fence) == (becomes, held.fence + 1)
    assert (str(run.pk), held.fence) not in claim.alive()
