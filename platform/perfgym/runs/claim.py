"""Who owns a run: claim, lease, fence. Every statement is conditional, so a late or double copy changes nothing."""

import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Now

from perfgym import storable
from perfgym.runs.killpoints import KillPoint, reached
from perfgym.runs.models import HELD, Evidence, Kind, Run, ScoreEvent, State
from perfgym.runs.outcome import Outcome, Reason

LEASE = timedelta(seconds=settings.LEASE_SECONDS)
ATTEMPTS = 3
PATIENCE = timedelta(seconds=10)  # how long a bell may go unheard
STALL = "5s"  # idle in a transaction
RACES = 3  # claims lost to another worker in a row before the run is left to it


@contextmanager
def short_transaction() -> Iterator[None]:
    """A transaction that PostgreSQL ends where we stall in it, so that a frozen worker keeps no row from the others."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [STALL])
        yield


@dataclass(frozen=True)
class Claim:
    """The right to work on a run, as long as the fence is the row's and the lease has not run out."""

    run: Run
    fence: int

    def rows(self) -> models.QuerySet[Run]:
        return Run.objects.filter(pk=self.run.pk, fence=self.fence, state__in=HELD, lease_until__gt=Now())


def claim_next(worker: str, kinds: Collection[Kind] = tuple(Kind)) -> Claim | None:
    """Claim the run whose learner has waited longest since their last start; one run a learner at a time.

    `kinds` are those that this worker may take: one whose sentinel failed takes no comparison.

    Rows that another worker is claiming at this moment are skipped, never waited for. Where two workers reach for two
    runs of one learner, the database refuses the second.
    """
    for _ in range(RACES):
        try:
            return _claim_fairest(worker, kinds)
        except IntegrityError:  # that learner is busy now, others may wait
            continue
    return None


def _claim_fairest(worker: str, kinds: Collection[Kind]) -> Claim | None:
    served = (
        Run.objects.filter(owner=models.OuterRef("owner"))
        .values("owner")
        .annotate(last=Max("started_at"))
        .values("last")
    )
    with short_transaction():
        run = (
            Run.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state=State.QUEUED, kind__in=kinds)
            .exclude(owner__in=_busy())
            .annotate(served=models.Subquery(served))
            .order_by(F("served").asc(nulls_first=True), "created_at")
            .first()
        )
        if run is None:
            return None
        Run.objects.filter(pk=run.pk, state=State.QUEUED).update(
            state=State.CLAIMED,
            fence=F("fence") + 1,
            attempt=F("attempt") + 1,
            worker=worker,
            lease_until=Now() + LEASE,
            started_at=Now(),
            seed=secrets.randbits(62),
        )
        run.refresh_from_db()
    return Claim(run, run.fence)


def _busy() -> models.QuerySet[Run, Any]:
    """Learners who have a run in hand; they get no second one."""
    return Run.objects.filter(state__in=HELD).values("owner")


def beat(claim: Claim) -> bool:
    """Extend the lease. False when the claim is lost: cancelled, or given to someone else."""
    return claim.rows().update(lease_until=Now() + LEASE) == 1


def begin(claim: Claim) -> bool:
    """Say that the pods are starting. False when the claim is lost."""
    return claim.rows().update(state=State.RUNNING, lease_until=Now() + LEASE) == 1


def finish(claim: Claim, outcome: Outcome) -> bool:
    """Write the end, in one transaction: state, result, evidence and one score event. False when the claim is lost."""
    with short_transaction():
        if claim.rows().update(finished_at=Now(), lease_until=None, **_columns(outcome)) != 1:
            return False
        if outcome.bundle:
            Evidence.objects.create(run=claim.run, bundle=outcome.bundle)
        if outcome.reason is None and claim.run.kind == "compare":
            ScoreEvent.objects.create(run=claim.run, owner=claim.run.owner, lab=claim.run.lab, points=outcome.points)
        reached(KillPoint.BEFORE_FINAL_COMMIT)
    return True


def _columns(outcome: Outcome) -> Mapping[str, Any]:
    return {
        "state": State.FAILED if outcome.reason else State.FINISHED,
        "reason": outcome.reason or "",
        "message": storable.text(outcome.message),
        "result": storable.value(outcome.result),
        "fingerprint": storable.value(outcome.fingerprint),
        "points": outcome.points,
        "tail": storable.text(outcome.tail),
    }


def release(claim: Claim) -> bool:
    """Give a run back unharmed, when this worker stops in the middle of it; the attempt does not count.

    False when the claim is lost, and nothing was there to give.
    """
    given = claim.rows().update(
        state=State.QUEUED, worker="", lease_until=None, attempt=F("attempt") - 1, rung_at=Now() - timedelta(minutes=1)
    )
    return given == 1


def recover() -> int:
    """Put runs whose lease has run out back into the queue, or end them after three attempts; how many."""
    lost = Run.objects.filter(state__in=HELD, lease_until__lt=Now())
    ended = lost.filter(attempt__gte=ATTEMPTS).update(
        state=State.FAILED, reason=Reason.WORKER_LOST, finished_at=Now(), lease_until=None, fence=F("fence") + 1
    )
    again = lost.filter(attempt__lt=ATTEMPTS).update(
        state=State.QUEUED, worker="", lease_until=None, fence=F("fence") + 1
    )
    return ended + again


def unheard() -> list[str]:
    """Ids of runs that have waited ten seconds since their bell was rung; marks them as rung now."""
    waiting = Run.objects.filter(state=State.QUEUED, rung_at__lt=Now() - PATIENCE)
    ids = [str(pk) for pk in waiting.values_list("pk", flat=True)]
    waiting.filter(pk__in=ids).update(rung_at=Now())
    return ids


def load_test_waits() -> bool:
    """Whether a load test waits that would start if a worker were free: its learner has no run at work."""
    return Run.objects.filter(state=State.QUEUED, kind=Kind.EXPLORE).exclude(owner__in=_busy()).exists()


def waits_in_vain() -> bool:
    """Whether a run that could start waits although its first bell was rung ten seconds ago and more."""
    waiting = Run.objects.filter(state=State.QUEUED, created_at__lt=Now() - PATIENCE)
    return waiting.exclude(owner__in=_busy()).exists()


def alive() -> list[tuple[str, int]]:
    """(run id, fence) of every run that some worker rightly holds."""
    rows = Run.objects.filter(Q(state__in=HELD)).values_list("pk", "fence")
    return [(str(pk), fence) for pk, fence in rows]
