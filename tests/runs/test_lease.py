"""A worker lets go by itself: refused, out of time, or told to stop; then its pods die and nothing is written."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models.functions import Now

from perfgym.runs import claim as claims
from perfgym.runs import lease as leases
from perfgym.runs.job import Job
from perfgym.runs.models import Kind, Run, ScoreEvent, State
from perfgym.runs.outcome import Outcome
from perfgym.runs.work import EXECUTE, Worker
from perfgym.sandbox.fake import FakeDriver
from perfgym.sandbox.protocol import Closed
from perfgym.sandbox.slots import Slot
from tests import factories
from tests.chaos.short_work import SCRIPTS, part
from tests.deployment import PATIENCE

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(leases, "LOOK_SECONDS", 0.05)


@pytest.fixture
def worker() -> Worker:
    return Worker("w", FakeDriver(SCRIPTS), Slot((), ()))


class Pods:
    """Work that waits for an answer that never comes; `meanwhile` is called once its pod runs."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self.meanwhile = meanwhile
        self.killed = False

    def __call__(self, job: Job) -> Outcome:
        with job.driver.open(job.labels("own")) as pod:
            runner = pod.start(part(""))
            self.meanwhile()
            try:
                runner.receive(PATIENCE)
            except Closed:
                self.killed = True
        return Outcome(result={}, fingerprint={}, points=100)


def see_through(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[Run], object]
) -> tuple[Run, Pods]:
    run = factories.queued_run(factories.person())
    pods = Pods(lambda: meanwhile(run))
    monkeypatch.setitem(EXECUTE, Kind.COMPARE, pods)
    assert worker.serve_one()
    run.refresh_from_db()
    return run, pods


def test_a_cancel_kills_the_pods_of_work_that_waits(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    run, pods = see_through(worker, monkeypatch, Run.cancel)
    assert (pods.killed, run.state, run.points) == (True, State.CANCELLED, 0)
    assert not ScoreEvent.objects.exists()


def test_a_run_given_to_another_is_let_go(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(run: Run) -> None:
        Run.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))
        assert claims.recover() == 1
        assert claims.claim_next("another")

    run, pods = see_through(worker, monkeypatch, lose)
    assert (pods.killed, run.state, run.worker, run.fence) == (True, State.CLAIMED, "another", 3)
    assert not ScoreEvent.objects.exists()


def test_a_database_out_of_reach_for_a_lease_kills_the_pods(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(claim: claims.Claim) -> bool:
        raise OperationalError("no answer")

    monkeypatch.setattr(claims, "beat", away)
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=0.3))
    run, pods = see_through(worker, monkeypatch, lambda run: None)
    assert (pods.killed, run.state) == (True, State.RUNNING)
    assert not ScoreEvent.objects.exists()


def test_a_database_that_never_answers_does_not_hold_up_the_killing(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = threading.Event()
    monkeypatch.setattr(claims, "beat", lambda claim: answer.wait(PATIENCE))
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=0.3))
    run, pods = see_through(worker, monkeypatch, lambda run: None)
    answer.set()
    assert (pods.killed, run.state) == (True, State.RUNNING)


def test_a_machine_that_slept_past_its_lease_lets_go(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lease counts on a clock that goes on while the machine sleeps; here that clock jumps."""
    slept = threading.Event()
    awake = leases.clock
    monkeypatch.setattr(leases, "clock", lambda: awake() + (3600 if slept.is_set() else 0))
    _, pods = see_through(worker, monkeypatch, lambda run: slept.set())
    assert pods.killed
    assert not ScoreEvent.objects.exists()


def test_a_worker_that_stops_gives_the_run_back(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    run, pods = see_through(worker, monkeypatch, lambda run: worker.stopping.set())
    assert (pods.killed, run.state, run.attempt) == (True, State.QUEUED, 0)


def test_an_end_that_could_not_be_written_is_written_a_moment_later(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = iter([OperationalError("restarting"), OperationalError("starting up")])
    finish = claims.finish

    def flaky(claim: claims.Claim, outcome: Outcome) -> bool:
        if problem := next(tries, None):
            raise problem
        return finish(claim, outcome)

    monkeypatch.setattr(claims, "finish", flaky)
    monkeypatch.setattr("perfgym.runs.work.AGAIN_SECONDS", 0.01)
    run = factories.queued_run(factories.person())
    monkeypatch.setitem(EXECUTE, Kind.COMPARE, lambda job: Outcome(result={}, fingerprint={}, points=7))
    assert worker.serve_one()
    run.refresh_from_db()
    assert (run.state, run.score.points) == (State.FINISHED, 7)


def test_nothing_is_written_after_the_lease_even_if_nobody_took_the_run(worker: Worker) -> None:
    run = factories.queued_run(factories.person())
    claim = claims.claim_next("w")
    assert claim
    claims.begin(claim)
    Run.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert not claims.beat(claim)
    assert not claims.finish(claim, Outcome(result={}, fingerprint={}, points=5))
    assert not claims.release(claim)
