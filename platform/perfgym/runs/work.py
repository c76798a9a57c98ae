"""What a worker does with a ring of the bell: claim, execute, finish; and how it lets go when it must."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection

from perfgym.errors import LearnerError, PlatformError
from perfgym.runs import claim as claims
from perfgym.runs import history, host
from perfgym.runs.claim import LEASE, Claim
from perfgym.runs.execution import compare
from perfgym.runs.exploration import explore
from perfgym.runs.job import Job
from perfgym.runs.live import Publisher
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.outcome import Abandoned, Outcome, Reason
from perfgym.sandbox.protocol import Driver
from perfgym.sandbox.slots import Slot

BEAT_SECONDS = 1.0  # also how soon a cancel is noticed
EXECUTE: dict[str, Callable[[Job], Outcome]] = {Kind.COMPARE: compare, Kind.EXPLORE: explore}

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
    fit: bool = True  # identical code is called the same here; otherwise no comparison is taken

    def serve_one(self) -> bool:
        """Claim one run and see it through. False when there was none to claim."""
        with self.busy:
            if self.stopping.is_set():
                return False
            claim = claims.claim_next(self.name, tuple(Kind) if self.fit else (Kind.EXPLORE,))
            if claim is None:
                return False
            log.info("run %s: claimed, fence %s", claim.run.pk, claim.fence)
            with Lease(claim, self.stopping) as lease:
                self._see_through(claim, lease)
            return True

    def _see_through(self, claim: Claim, lease: "Lease") -> None:
        publish = Publisher(str(claim.run.pk))
        try:
            outcome = self._execute(claim, lease, publish)
            ended = claims.finish(claim, outcome)
            log.info("run %s: %s", claim.run.pk, "finished" if ended else "no longer ours, nothing written")
        except Abandoned:
            if self.stopping.is_set():
                claims.release(claim)
            log.info("run %s: let go", claim.run.pk)
        finally:
            claim.run.refresh_from_db()
            publish(*_last_event(claim))
            publish.close()

    def _execute(self, claim: Claim, lease: "Lease", publish: Publisher) -> Outcome:
        if not claims.begin(claim):
            raise Abandoned
        run = claim.run
        try:
            job = Job(
                lab=run.current_lab(),
                edits=run.snapshot.contents(),
                driver=self.driver,
                slot=self.slot,
                seed=run.seed,
                site=site_id(),
                run=str(run.pk),
                fence=claim.fence,
                worker=self.name,
                report=publish,
                stop=lease.lost,
                settings=run.settings,
                **self._history(run),
            )
            return EXECUTE[run.kind](job)
        except PlatformError as error:
            log.exception("run %s", run.pk)
            return Outcome(result={}, fingerprint={}, reason=Reason.PLATFORM, message=str(error))
        except LearnerError as error:
            return Outcome(result={}, fingerprint={}, reason=Reason.APP_START, message=str(error))
        except Abandoned:
            raise
        except Exception:
            log.exception("run %s: unexpected", run.pk)
            error_id = PlatformError("Something unexpected went wrong while this run was executed.")
            return Outcome(result={}, fingerprint={}, reason=Reason.PLATFORM, message=str(error_id))

    def _history(self, run: Run) -> dict[str, Any]:
        """What earlier comparisons of this learner mean for this one."""
        if run.kind != Kind.COMPARE:
            return {}
        return {"alpha": history.alpha(run), "earlier": history.earlier(run, host.key(self.driver, self.slot))}


def _last_event(claim: Claim) -> tuple[str, dict[str, Any]]:
    run = claim.run
    if run.state == State.QUEUED:
        return "state", {
            "state": "queued",
            "stage": "waiting",
            "message": "This worker stopped; another takes the run over.",
        }
    return "end", run.state_now()


class Lease:
    """Keeps a claim alive from a thread of its own; tells when the work must end."""

    def __init__(self, claim: Claim, stopping: threading.Event) -> None:
        self._claim, self._stopping = claim, stopping
        self._lost, self._done = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._beat, name="lease", daemon=True)

    def lost(self) -> bool:
        return self._lost.is_set() or self._stopping.is_set()

    def _beat(self) -> None:
        """Extend the lease every second, which also notices a cancel; a database out of reach for a lease loses it."""
        held_until = time.monotonic() + LEASE.total_seconds()
        try:
            while not self._done.wait(BEAT_SECONDS):
                try:
                    held = claims.beat(self._claim)
                except Exception:
                    log.exception("run %s: lease not extended", self._claim.run.pk)
                    close_old_connections()
                    held = time.monotonic() < held_until
                else:
                    held_until = time.monotonic() + LEASE.total_seconds()
                if not held:
                    self._lost.set()
                    return
        finally:
            connection.close()

    def __enter__(self) -> "Lease":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._done.set()
        self._thread.join()
