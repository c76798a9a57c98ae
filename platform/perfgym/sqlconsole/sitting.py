"""A worker's part in one session: opens the pod, runs one statement after the other, ends it when it is time."""

import logging
import time

from django.db import close_old_connections

from perfgym.catalog import library
from perfgym.errors import LearnerError, PlatformError
from perfgym.runs.work import Worker, site_id
from perfgym.sandbox.protocol import Labels
from perfgym.sqlconsole import turn
from perfgym.sqlconsole.answer import FRESH, Answer, Ending
from perfgym.sqlconsole.bounds import Bounds
from perfgym.sqlconsole.hold import Hold
from perfgym.sqlconsole.pod import ConsolePod
from perfgym.sqlconsole.session import Session, Why
from perfgym.sqlconsole.statement import How, Statement

LOOK_SECONDS = 0.1  # for the next statement
CALM_SECONDS, CALM_LOOK_SECONDS = 30.0, 0.5  # when none has come for a while, looks are fewer

log = logging.getLogger(__name__)


class NotSafe(LearnerError):
    """Accounts come and go, and with them what a weak sandbox may run."""

    def __init__(self) -> None:
        super().__init__(
            "This machine may no longer run what this site has: its sandbox is too weak for a second person."
        )


class Over(Exception):
    """The session is no longer ours to serve."""


class Sitting:
    """Of one claimed session; `serve` returns when the session is over and its pod gone."""

    def __init__(self, worker: Worker, session: Session, bounds: Bounds) -> None:
        self._worker, self._session, self._bounds = worker, session, bounds
        self._hold = Hold(session, worker.stopping)

    def serve(self) -> None:
        try:
            with self._hold:
                why = self._served()
        except (PlatformError, LearnerError) as error:
            log.exception("SQL session %s", self._session.pk)
            self._session.end(Why.PLATFORM, str(error))
        except Exception:
            log.exception("SQL session %s: unexpected", self._session.pk)
            close_old_connections()
            self._session.end(Why.PLATFORM, str(PlatformError("The SQL session could not be kept up.")))
        else:
            self._session.end(why)
            log.info("SQL session %s: over, fence %s", self._session.pk, self._session.fence)

    def _served(self) -> Why:
        """Why it is over; written nowhere if it is over already."""
        with self._pod() as pod:
            try:
                with turn.taken(self._worker.slot, self._check):
                    pod.open()
                if not self._session.opened():
                    raise Over
                return self._statements(pod)
            except Over:
                return Why.WORKER

    def _statements(self, pod: ConsolePod) -> Why:
        opened = used = time.monotonic()
        while True:
            self._check()
            now = time.monotonic()
            if now > opened + self._bounds.total:
                return Why.TOTAL
            if now > used + self._bounds.idle:
                return Why.IDLE
            statement = self._session.statements.open().order_by("pk").first()
            if statement is None:
                self._hold.pause(LOOK_SECONDS if now < used + CALM_SECONDS else CALM_LOOK_SECONDS)
                continue
            if not self._worker.may_run():
                raise NotSafe
            statement.session = self._session  # with the fence that we hold
            self._run(pod, statement)
            used = time.monotonic()

    def _run(self, pod: ConsolePod, statement: Statement) -> None:
        try:
            with turn.taken(self._worker.slot, lambda: self._still_wanted(statement)):
                if not statement.start():
                    raise Over
                found = self._answer(pod, statement)
        except Unwanted:
            found = Answer(Ending.CANCELLED, "You cancelled this statement before it ran.")
        if not statement.finish(found):
            raise Over

    def _answer(self, pod: ConsolePod, statement: Statement) -> Answer:
        if statement.how == How.AGAIN:
            pod.open()
            return Answer(Ending.DONE, FRESH, fresh=True)
        return pod.run(statement.text, statement.how, lambda: self._hold.lost() or statement.asked_to_end())

    def _still_wanted(self, statement: Statement) -> None:
        self._check()
        if statement.asked_to_end():
            raise Unwanted

    def _check(self) -> None:
        if self._hold.lost():
            raise Over

    def _pod(self) -> ConsolePod:
        session, worker = self._session, self._worker
        labels = Labels(site=site_id(), run=str(session.pk), fence=session.fence, worker=worker.name, arm="own")
        app = library.default().lab(session.lab).app
        cores = turn.cores(worker.slot)
        return ConsolePod(worker.driver, labels, app, cores, self._bounds, read_only=session.read_only)


class Unwanted(Exception):
    """A statement was cancelled while it waited for its turn."""
