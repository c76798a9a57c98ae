"""What a worker does with a ring of the bell: claim, execute, finish; and how it lets go when it must."""

import hashlib
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError, connection

from perfgym.errors import LearnerError, PlatformError
from perfgym.runs import claim as claims
from perfgym.runs import history, host, isolation
from perfgym.runs.claim import Claim
from perfgym.runs.execution import compare
from perfgym.runs.exploration import explore, try_out
from perfgym.runs.job import Job
from perfgym.runs.killpoints import KillPoint, reached
from perfgym.runs.lease import Lease
from perfgym.runs.live import Publisher
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.outcome import Abandoned, Outcome, Reason
from perfgym.runs.pods import HeldDriver
from perfgym.runs.trial import Wanted
from perfgym.sandbox.protocol import Driver
from perfgym.sandbox.slots import Slot

EXECUTE: dict[str, Callable[[Job], Outcome]] = {
    Kind.COMPARE: compare,
    Kind.EXPLORE: explore,
    Kind.TRIAL: try_out,
}
ENDED: list[Callable[[Run], None]] = []  # told of each run that is over; rooms above that wait for one add theirs
AWAY = (OperationalError, InterfaceError, InternalError)  # the database cannot be reached, or has ended the session
AGAIN_SECONDS = 1.0  # between two tries to write an end

log = logging.getLogger(__name__)


def site_id() -> str:
    """Tells the pods of this installation from those of another on the same engine; the same on all its workers."""
    return hashlib.sha256(b"site" + settings.SECRET_KEY.encode()).hexdigest()[:12]


@dataclass
class Worker:
    """One measuring slot. `stopping` is set when the process is asked to end; `busy` is held by who uses the slot."""

    name: str
    driver: Driver
    slot: Slot
    stopping: threading.Event = field(default_factory=threading.Event)
    busy: threading.Lock = field(default_factory=threading.Lock)
    safe: bool = True  # its isolation was tested and held; otherwise nothing at all is taken
    fit: bool = True  # identical code is called the same here; otherwise no comparison is taken

    def may_run(self) -> bool:
        """Whether this worker may run what this site has: asked before each run, as accounts come and go."""
        return self.safe and not isolation.refusal(self.driver)

    def serve(self) -> None:
        """See one waiting run after the other through, until none is left that may start."""
        while self.serve_one():
            pass

    def serve_one(self) -> bool:
        """Claim one run and see it through. False when there was none to claim."""
        with self.busy:
            if self.stopping.is_set() or not self.may_run():
                return False
            claim = claims.claim_next(self.name, tuple(Kind) if self.fit else (Kind.EXPLORE, Kind.TRIAL))
            if claim is None:
                return False
            log.info("run %s: claimed, fence %s", claim.run.pk, claim.fence)
            reached(KillPoint.AFTER_CLAIM)
            Attempt(self, claim).see_through()
            return True


class Attempt:
    """One worker's try at one run. Once the lease is lost it kills its pods, tells nobody anything, writes nothing."""

    def __init__(self, worker: Worker, claim: Claim) -> None:
        self._worker, self._claim, self._run = worker, claim, claim.run
        self._driver = HeldDriver(worker.driver)
        self._lease = Lease(f"run {claim.run.pk}", lambda: claims.beat(claim), worker.stopping, self._driver.kill)
        self._publish = Publisher(str(claim.run.pk))

    def see_through(self) -> None:
        with self._lease:
            try:
                self._finish(self._outcome())
            except Abandoned:
                self._let_go()
            except AWAY as error:
                log.warning("run %s: let go, the database is away: %s", self._run.pk, error)
            finally:
                self._publish.close()

    def _outcome(self) -> Outcome:
        """What came out. Raises Abandoned whenever the lease is lost, whatever else went wrong because of that."""
        if not claims.begin(self._claim):
            raise Abandoned
        reached(KillPoint.AFTER_BEGIN)
        try:
            outcome = EXECUTE[self._run.kind](self._job())
        except (Abandoned, *AWAY):
            raise
        except Exception as error:
            self._check()
            return _broken(self._run, error)
        self._check()
        return outcome

    def _job(self) -> Job:
        run = self._run
        return Job(
            lab=run.current_lab(),
            edits=run.snapshot.contents(),
            driver=self._driver,
            slot=self._worker.slot,
            seed=run.seed,
            site=site_id(),
            run=str(run.pk),
            fence=self._claim.fence,
            worker=self._worker.name,
            report=self._report,
            stop=self._lease.lost,
            settings=run.settings,
            laid=Wanted(**run.trial).laid(run.current_lab(), run.snapshot.contents()) if run.trial else None,
            **self._history(),
        )

    def _history(self) -> dict[str, Any]:
        """What earlier comparisons of this learner mean for this one."""
        if self._run.kind != Kind.COMPARE:
            return {}
        key = host.key(self._driver, self._worker.slot)
        return {"alpha": history.alpha(self._run), "earlier": history.earlier(self._run, key)}

    def _report(self, kind: str, data: Mapping[str, Any]) -> None:
        told = kind == "state" or self._run.kind != Kind.TRIAL  # the numbers of a trial are for its check alone
        if told and not self._lease.lost():
            self._publish(kind, data)

    def _check(self) -> None:
        if self._lease.lost():
            raise Abandoned

    def _finish(self, outcome: Outcome) -> None:
        """Write the end. A database that is away for a moment is asked again, as long as the lease holds.

        Where the answer to a commit was lost, the second try finds the run final and writes nothing.
        """
        reached(KillPoint.BEFORE_FINISH)
        while not self._written(outcome):
            if self._worker.stopping.wait(AGAIN_SECONDS) or self._lease.lost():
                raise Abandoned
        reached(KillPoint.AFTER_FINAL_COMMIT)
        self._run.refresh_from_db()
        ours = self._run.is_final and self._run.fence == self._claim.fence
        log.info("run %s: %s", self._run.pk, self._run.state if ours else "no longer ours, nothing written")
        if ours:
            self._tell_who_waits()
            self._publish("end", self._run.state_now())

    def _tell_who_waits(self) -> None:
        """Before the end is published, so that who follows it finds what came of it. What fails is done later."""
        for tell in ENDED:
            try:
                tell(self._run)
            except Exception:
                log.exception("run %s: who waits for its end could not be told; the dispatcher does it", self._run.pk)

    def _written(self, outcome: Outcome) -> bool:
        """Whether the database has answered."""
        try:
            claims.finish(self._claim, outcome)
        except AWAY as error:
            log.warning("run %s: the end is not written yet: %s", self._run.pk, error)
            connection.close()
            return False
        return True

    def _let_go(self) -> None:
        """Give the run back where this worker stops; where it was lost there is nothing to give."""
        given_back = self._worker.stopping.is_set() and claims.release(self._claim)
        log.info("run %s: %s", self._run.pk, "given back" if given_back else "let go")
        if given_back:
            reached(KillPoint.AFTER_RELEASE)
            message = "This worker stopped; another takes the run over."
            self._publish("state", {"state": State.QUEUED, "stage": "waiting", "message": message})


def _broken(run: Run, error: Exception) -> Outcome:
    """The outcome of work that raised."""
    log.error("run %s", run.pk, exc_info=error)
    if isinstance(error, LearnerError):
        return Outcome(result={}, fingerprint={}, reason=Reason.APP_START, message=str(error))
    if not isinstance(error, PlatformError):
        error = PlatformError("Something unexpected went wrong while this run was executed.")
    return Outcome(result={}, fingerprint={}, reason=Reason.PLATFORM, message=str(error))
