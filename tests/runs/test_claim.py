"""Who owns a run: claims, leases and fences on the real tables."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from perfgym.accounts.models import Person
from perfgym.runs import claim as claims
from perfgym.runs.models import Kind, Run, ScoreEvent, State
from perfgym.runs.outcome import Outcome, Reason
from perfgym.workspaces.models import Snapshot

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def queued(owner: Person, kind: Kind = Kind.COMPARE) -> Run:
    return Run.objects.create(owner=owner, kind=kind, lab="sql-n-plus-one", lab_digest="0", snapshot=Snapshot.of({}))


@pytest.fixture
def ada() -> Person:
    return Person.objects.create_user("ada")


@pytest.fixture
def bob() -> Person:
    return Person.objects.create_user("bob")


def claimed(worker: str = "w") -> claims.Claim:
    claim = claims.claim_next(worker)
    assert claim is not None
    return claim


def expire(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))


OUTCOME = Outcome(result={"verdict": "faster"}, fingerprint={"host": {}}, points=80, bundle=b"raw")


def test_a_claim_raises_the_fence_and_draws_a_new_seed(ada: Person) -> None:
    run = queued(ada)
    claim = claimed()
    assert (claim.run.pk, claim.fence, claim.run.state, claim.run.attempt) == (run.pk, 1, State.CLAIMED, 1)
    assert claim.run.seed


def test_a_ring_too_many_finds_nothing(ada: Person) -> None:
    queued(ada)
    claimed()
    assert claims.claim_next("w2") is None


def test_a_learner_has_one_run_at_a_time(ada: Person, bob: Person) -> None:
    queued(ada), queued(ada)
    other = queued(bob)
    claimed()
    assert claimed("w2").run.pk == other.pk
    assert claims.claim_next("w3") is None


def test_who_has_waited_longest_since_the_last_start_goes_first(ada: Person, bob: Person) -> None:
    for _ in range(3):
        queued(ada)
    late = queued(bob)
    first = claimed()
    claims.begin(first)
    claims.finish(first, OUTCOME)
    assert claimed().run.pk == late.pk


def test_finishing_writes_once(ada: Person) -> None:
    queued(ada)
    claim = claimed()
    claims.begin(claim)
    assert claims.finish(claim, OUTCOME)
    assert not claims.finish(claim, OUTCOME)
    assert ScoreEvent.objects.get().points == 80
    claim.run.refresh_from_db()
    assert (claim.run.state, bytes(claim.run.evidence.bundle)) == (State.FINISHED, b"raw")


def test_a_lost_worker_that_comes_back_writes_nothing(ada: Person) -> None:
    run = queued(ada)
    late = claimed()
    expire(run)
    assert claims.recover() == 1
    again = claimed("w2")
    assert again.fence > late.fence
    assert not claims.beat(late)
    assert not claims.finish(late, OUTCOME)
    claims.begin(again)
    assert claims.finish(again, OUTCOME)
    assert ScoreEvent.objects.count() == 1


def test_three_lost_workers_end_a_run_without_blame(ada: Person) -> None:
    run = queued(ada)
    for _ in range(3):
        claimed()
        expire(run)
        claims.recover()
    run.refresh_from_db()
    assert (run.state, run.reason) == (State.FAILED, Reason.WORKER_LOST)
    assert not ScoreEvent.objects.exists()


def test_a_cancelled_run_is_no_longer_its_workers(ada: Person) -> None:
    run = queued(ada)
    claim = claimed()
    assert run.cancel()
    assert not claims.beat(claim)
    assert not claims.finish(claim, OUTCOME)
    assert not run.cancel()


def test_a_released_run_waits_again_and_the_attempt_is_not_counted(ada: Person) -> None:
    run = queued(ada)
    claims.release(claimed())
    run.refresh_from_db()
    assert (run.state, run.attempt) == (State.QUEUED, 0)
    assert str(run.pk) in claims.unheard()


def test_a_bell_that_nobody_heard_is_rung_again_once_in_ten_seconds(ada: Person) -> None:
    run = queued(ada)
    assert claims.unheard() == []
    Run.objects.filter(pk=run.pk).update(rung_at=Now() - timedelta(seconds=11))
    assert claims.unheard() == [str(run.pk)]
    assert claims.unheard() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_hold_the_same_run() -> None:
    people = [Person.objects.create_user(f"p{i}") for i in range(6)]
    for person in people:
        queued(person), queued(person)
    got: list[str] = []

    def work(name: str) -> None:
        while claim := claims.claim_next(name):
            got.append(str(claim.run.pk))
        connection.close()

    threads = [threading.Thread(target=work, args=(f"w{i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == len(set(got)) == len(people)
