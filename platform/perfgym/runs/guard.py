"""Keeps a worker honest: asks the sentinel when it is due, and tells what the worker may take."""

import logging
import os
import threading

from perfgym.errors import LearnerError, PlatformError
from perfgym.runs import sentinel
from perfgym.runs.host import Host, now
from perfgym.runs.outcome import Abandoned
from perfgym.runs.work import Worker

OFF = "off"  # PERFGYM_SENTINEL=off: whoever runs the worker answers for the machine
CHECKING = "checking that identical code is called the same here"

log = logging.getLogger(__name__)


class Guard:
    """Of one worker. Without a sentinel that passed no comparison is taken; load tests always are."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._host = Host.of(worker.driver, worker.slot)
        self._off = os.environ.get("PERFGYM_SENTINEL") == OFF
        self._asking = False
        self.preparing = True

    @property
    def fit(self) -> bool:
        last = self._host.sentinel()
        return self._off or bool(last and last["ok"])

    def state(self) -> tuple[str, str]:
        """(state, message) for who watches: ready, checking, or unfit."""
        if self._asking:
            return "checking", CHECKING
        if self.fit:
            return "ready", ""
        last = self._host.sentinel()
        why = last["sentence"] if last else "not checked yet"
        return "unfit", f"no comparison is measured on this machine now: {why}"

    def start_when_due(self) -> None:
        """Ask the sentinel in a thread of its own, if it is due and the slot is free."""
        if self._off or self._asking or not self._host.sentinel_due(now()):
            return
        if self._worker.busy.acquire(blocking=False):
            self._asking = True
            threading.Thread(target=self._ask, name="sentinel", daemon=True).start()

    def _ask(self) -> None:
        """Runs with the slot held, and gives it back."""
        try:
            found = sentinel.watch(self._worker.driver, self._worker.slot, self._worker.stopping.is_set)
            log.log(logging.INFO if found["ok"] else logging.WARNING, "sentinel: %s", found["sentence"])
        except Abandoned:
            log.info("the sentinel was let go: this worker stops")
        except (PlatformError, LearnerError) as error:
            log.exception("the sentinel could not be asked")
            self._host.keep_sentinel({"ok": False, "verdict": "platform", "sentence": str(error)[:300]})
        finally:
            self._worker.fit = self.fit
            self._asking = False
            self._worker.busy.release()
