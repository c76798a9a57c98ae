"""A learner may start so many runs a day; what was no attempt of theirs is not counted."""

import uuid

import pytest

from perfgym.catalog import library
from perfgym.runs import quota
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.outcome import Reason
from perfgym.runs.quota import QuotaExceeded
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def test_the_last_one_of_the_day_is_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "RUNS_A_DAY", 2)
    ada, lab = factories.person(), library.default().lab(factories.LAB)
    factories.finished_run(ada)
    lost = factories.finished_run(ada)
    Run.objects.filter(pk=lost.pk).update(state=State.FAILED, reason=Reason.WORKER_LOST)
    Run.ask(ada, lab, Kind.EXPLORE, {}, uuid.uuid4())
    with pytest.raises(QuotaExceeded, match="the most for a day"):
        Run.ask(ada, lab, Kind.EXPLORE, {}, uuid.uuid4())
