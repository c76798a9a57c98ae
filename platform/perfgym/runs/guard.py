"""Keeps a worker honest: tests its isolation, asks the sentinel, and tells what the worker may take."""

import logging
import os
import threading
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection

from perfgym.errors import LearnerError, PlatformError
from perfgym.runs import claim, isolation, sentinel
from perfgym.runs.host import Host, now
from perfgym.runs.outcome import Abandoned
from perfgym.runs.work import Worker
from perfgym.sandbox.selftest.check import Check, level, sentence
from perfgym.sandbox.selftest.report import report

OFF = "off"  # PERFGYM_SENTINEL, PERFGYM_SELFTEST: whoever runs the worker answers for the machine
CHECKING = "checking that identical code is called the same here"
TESTING = "the isolation of this machine is being tested; runs start as soon as it has passed"

log = logging.getLogger(__name__)


class Guard:
    """Of one worker. Without isolation that held it takes nothing; without a sentinel that passed no comparison."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._host = Host.of(worker.driver, worker.slot)
        self._off = os.environ.get("PERFGYM_SENTINEL") == OFF
        self._tested = os.environ.get("PERFGYM_SELFTEST") == OFF or worker.driver.name == isolation.FAKE
        self._untested = self._tested  # nobody tests it: it counts as if it had passed
        self._doing = ""
        self._way = threading.Event()  # set where the sentinel has to let the slot go
        self._gave_way = False  # since it last came to an end: it does so once, or it would never come to one
        self.preparing = True
        worker.safe = self._tested

    @property
    def fit(self) -> bool:
        last = self._host.sentinel()
        return self._off or bool(last and last["ok"])

    @property
    def safe(self) -> bool:
        """Whether the isolation was tested by this very process, and held."""
        last = self._host.isolation()
        return self._untested or (self._tested and bool(last and last["ok"]))

    def state(self) -> tuple[str, str]:
        """(state, message) for who watches: ready, testing, barred, checking or unfit."""
        if not self._tested or (self._doing == TESTING and not self._worker.safe):
            return "testing", TESTING
        if not self.safe:
            return "barred", f"this machine takes no runs: {self._said(self._host.isolation())}"
        if refused := self._refused():
            return "barred", refused
        if self._doing == CHECKING:
            return "checking", CHECKING
        if self.fit:
            return "ready", ""
        return "unfit", self._unfit()

    def _unfit(self) -> str:
        """Why no comparison is taken, when that is looked at again, and what helps."""
        said = f"no comparison is measured on this machine now: {self._said(self._host.sentinel())}"
        again = self._host.sentinel_next()
        when = f"at {again:%H:%M} UTC" if again and again > now() else "as soon as no run goes on"
        return f"{said}. The machine checks itself again {when}; ending other programs on it helps. Load tests go on"

    def start_when_due(self) -> None:
        """Begin what is due in a thread of its own, if the slot is free: first the isolation, then the sentinel."""
        if self._doing:
            return
        if not self._untested and (not self._tested or self._host.isolation_due(now())):
            self._begin(TESTING, self._test)
        elif not self._off and self._worker.safe and self._host.sentinel_due(now()):
            self._begin(CHECKING, self._ask)

    def give_way(self) -> None:
        """Let go of the sentinel where a load test waits for the slot: no verdict comes of that, and a person waits."""
        if self._doing == CHECKING and not self._gave_way and claim.load_test_waits():
            self._gave_way = True
            self._way.set()

    def _begin(self, doing: str, work: Callable[[], None]) -> None:
        if self._worker.busy.acquire(blocking=False):
            self._doing = doing
            threading.Thread(target=self._do, args=(work,), name=work.__name__, daemon=True).start()

    def _do(self, work: Callable[[], None]) -> None:
        """Runs with the slot held, and gives it back."""
        try:
            work()
        finally:
            self._worker.fit, self._worker.safe = self.fit, self.safe
            self._doing = ""
            self._worker.busy.release()

    def _test(self) -> None:
        try:
            checks = report(self._worker.driver)
        except Exception as error:  # whatever it is, this machine must not run anything
            log.exception("the isolation could not be tested")
            checks = [Check("starts", False, f"the test itself failed: {error!r}", "see the worker's log")]
        held = level(checks, self._worker.driver.level)
        found = {
            "ok": held is not None,
            "level": held or "none",
            "sentence": sentence(checks, held),
            "checks": [check.plain() for check in checks],
        }
        self._host.keep_isolation(found)
        self._tested = True
        log.log(logging.INFO if held else logging.ERROR, "isolation: %s", found["sentence"])

    def _ask(self) -> None:
        self._way.clear()
        try:
            found = sentinel.watch(self._worker.driver, self._worker.slot, self._is_let_go)
            self._gave_way = False
            log.log(logging.INFO if found["ok"] else logging.WARNING, "sentinel: %s", found["sentence"])
        except Abandoned:
            log.info("the sentinel was let go: %s", "a load test waits" if self._way.is_set() else "this worker stops")
        except (PlatformError, LearnerError) as error:
            log.exception("the sentinel could not be asked")
            self._host.keep_sentinel({"ok": False, "verdict": "platform", "sentence": str(error)[:300]})

    def _is_let_go(self) -> bool:
        return self._worker.stopping.is_set() or self._way.is_set()

    def _refused(self) -> str:
        """As of now: accounts come and go. A database out of reach is told by others."""
        try:
            return isolation.refusal(self._worker.driver)
        except DatabaseError as error:
            log.warning("it is not known whose code this site has: %s", error)
            connection.close()
            return ""

    @staticmethod
    def _said(last: dict[str, Any] | None) -> str:
        return str(last["sentence"]) if last else "not checked yet"
