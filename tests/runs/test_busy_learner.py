"""A learner who is busy keeps nobody waiting, and a worker that is alive keeps its run."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from perfgym.runs import claim
from perfgym.runs.models import Run, State
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def test_another_learners_run_is_taken_although_theirs_waits_longer() -> None:
    ada, bob = factories.person("ada"), factories.person("bob")
    held = factories.queued_run(ada)
    Run.objects.filter(pk=held.pk).update(
        state=State.RUNNING, started_at=Now() - timedelta(hours=2), lease_until=Now() + timedelta(hours=1)
    )
    served = factories.finished_run(bob)
    Run.objects.filter(pk=served.pk).update(started_at=Now() - timedelta(hours=1))
    factories.queued_run(ada)
    wanted = factories.queued_run(bob)
    found = claim.claim_next("w")
    assert found is not None
    assert found.run.pk == wanted.pk


def test_a_lease_that_runs_is_left_alone() -> None:
    factories.queued_run(factories.person())
    held = claim.claim_next("w")
    assert held is not None
    assert claim.recover() == 0
    assert claim.beat(held)
