"""A worker's part in one session: opens the pod, does one errand after the other, ends it when it is time."""

import logging
import time
from typing import Any

from django.db import close_old_connections

from perfgym.errors import LearnerError, PlatformError
from perfgym.runs.lease import Lease
from perfgym.runs.outcome import Abandoned
from perfgym.runs.pods import HeldDriver
from perfgym.runs.work import Worker, site_id
from perfgym.sandbox.protocol import Labels
from perfgym.sittings import turn
from perfgym.sittings.answer import Answer, Ending
from perfgym.sittings.kind import Kind, Place, SessionPod
from perfgym.sittings.session import HeldSession, Why

LOOK_SECONDS = 0.1  # for the next errand
CALM_SECONDS, CALM_LOOK_SECONDS = 30.0, 0.5  # when none has come for a while, looks are fewer

log = logging.getLogger(__name__)


class NotSafe(LearnerError):
    """Accounts come and go, and with them what a weak sandbox may run."""

    def __init__(self) -> None:
        super().__init__(
            "This machine may no longer run what this site has: its sandbox is too weak for a second person."
        )


class Unwanted(Exception):
    """An errand was cancelled while it waited for its turn."""


class Sitting:
    """Of one claimed session; `serve` returns when the session is over and its pod gone.

    Once the lease is lost (the session has ended, or this worker stops or cannot reach the database) the parts of the
    pod are killed, whatever they are at.
    """

    def __init__(self, worker: Worker, kind: Kind, session: HeldSession) -> None:
        self._worker, self._kind, self._session = worker, kind, session
        self._name = f"{kind.name} {session.pk}"
        self._driver = HeldDriver(worker.driver)
        self._lease = Lease(self._name, session.beat, worker.stopping, self._driver.kill)

    def serve(self) -> None:
        why, said = Why.WORKER, ""
        with self._lease:
            try:
                why = self._served()
            except Abandoned:
                log.info("%s: let go", self._name)
            except Exception as error:
                if not self._lease.lost():
                    why, said = Why.PLATFORM, self._broken(error)
        self._session.end(why, said)
        log.info("%s: over, fence %s", self._name, self._session.fence)

    def _served(self) -> Why:
        """Why it is over; written nowhere if it is over already. Raises Abandoned once it is no longer ours."""
        with self._kind.pod(self._place(), self._session) as pod:
            with turn.taken(self._worker.slot, self._check):
                pod.open()
            if not self._session.opened():
                raise Abandoned
            return self._errands(pod)

    def _errands(self, pod: SessionPod) -> Why:
        opened = used = time.monotonic()
        while True:
            self._check()
            now = time.monotonic()
            if now > opened + self._kind.bounds.total:
                return Why.TOTAL
            if now > used + self._kind.bounds.idle:
                return Why.IDLE
            errand = self._session.errands.open().order_by("pk").first()
            if errand is None:
                self._rest(pod, now - used)
                continue
            if not self._worker.may_run():
                raise NotSafe
            errand.session = self._session  # with the fence that we hold
            self._run(pod, errand)
            used = time.monotonic()

    def _rest(self, pod: SessionPod, idle: float) -> None:
        self._give_way(pod)
        self._worker.stopping.wait(LOOK_SECONDS if idle < CALM_SECONDS else CALM_LOOK_SECONDS)

    def _run(self, pod: SessionPod, errand: Any) -> None:
        try:
            self._still_wanted(pod, errand)
            with turn.taken(self._worker.slot, lambda: self._still_wanted(pod, errand)):
                if not errand.start():
                    raise Abandoned
                found = pod.do(errand, lambda: self._lease.lost() or errand.asked_to_end())
        except Unwanted:
            found = Answer(Ending.CANCELLED, "You cancelled this before it ran.")
        if not errand.finish(found):
            raise Abandoned

    def _give_way(self, pod: SessionPod) -> None:
        if turn.displaced(self._worker.slot):
            pod.aside()

    def _still_wanted(self, pod: SessionPod, errand: Any) -> None:
        self._check()
        self._give_way(pod)
        if errand.asked_to_end():
            raise Unwanted

    def _check(self) -> None:
        if self._lease.lost():
            raise Abandoned

    def _broken(self, error: Exception) -> str:
        log.error("%s: unexpected", self._name, exc_info=error)
        close_old_connections()
        if isinstance(error, PlatformError | LearnerError):
            return str(error)
        return str(PlatformError("The session could not be kept up."))

    def _place(self) -> Place:
        session, worker = self._session, self._worker
        labels = Labels(site=site_id(), run=str(session.pk), fence=session.fence, worker=worker.name, arm="own")
        return Place(self._driver, labels, turn.cores(worker.slot))
