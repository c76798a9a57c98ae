"""A learner's database in a pod, as the worker sees it: it runs texts, and stops each from outside when it is time."""

import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from types import MappingProxyType
from typing import Any, Self

from perfgym.catalog.app import App
from perfgym.runs.inside import Secrets
from perfgym.sandbox.protocol import Closed, Driver, End, EndReason, Labels, Pod, Process
from perfgym.sittings import insider
from perfgym.sittings.answer import Answer, Ending
from perfgym.sittings.insider import Insider
from perfgym.sqlconsole import answer as answers
from perfgym.sqlconsole import parts
from perfgym.sqlconsole.bounds import Bounds
from perfgym.sqlconsole.statement import How, Statement

LOOK_SECONDS = 0.2  # how soon a cancel is noticed
END_SECONDS = 3.0  # how soon after its connection a database that outgrew its limit is gone
DISK_FULL = "53100"
SHUT_OUT = "08004"  # as inside/fault.py has it
TERMINATED = "57P01"  # by pg_terminate_backend: the database lives
FULL = "No space left on device"
STEPS = ("cancel", "terminate")  # then the pod is killed


class ConsolePod:
    """One session's database and the process that asks it. `open` before use; `close` ends all of it."""

    def __init__(
        self,
        driver: Driver,
        labels: Labels,
        app: App,
        cores: tuple[int, ...],
        bounds: Bounds,
        *,
        read_only: bool,
        files: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        """`files` are those of the version whose own SQL the database begins with."""
        self._driver, self._labels, self._app, self._cores = driver, labels, app, cores
        self._bounds, self._read_only, self._files = bounds, read_only, files
        self._stack = ExitStack()
        self._passwords: Secrets
        self._pod: Pod
        self._database: Process
        self._asker: Insider

    def open(self) -> None:
        """A fresh database, ready to be asked. Raises PlatformError."""
        self.close()
        self._passwords = Secrets.fresh()
        self._pod = self._stack.enter_context(self._driver.open(self._labels))
        part = parts.database(self._app, self._cores, self._passwords, secrets.randbits(62), self._files)
        self._database = self._pod.start(part)
        insider.await_line(self._database, "database")
        self._ask_anew()

    def close(self) -> None:
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def do(self, errand: Statement, unwanted: Callable[[], bool]) -> Answer:
        """Run a statement, or start again in place of it."""
        if errand.how != How.AGAIN:
            return self.run(errand.text, errand.how, unwanted)
        self.open()
        return Answer(Ending.DONE, answers.FRESH, fresh=True)

    def aside(self) -> None:
        """Nothing: what is asked of a database ends with its statement."""

    def run(self, text: str, how: str, cancelled: Callable[[], bool]) -> Answer:
        """Run a text: `how` is run, explain or analyze. Whatever it does, this returns within the bounds.

        Raises PlatformError where a fresh database that is needed cannot be made.
        """
        try:
            self._asker.tell("run", text=text, how=how)
            found = self._wait(cancelled)
        except Closed:
            found = self._closed()
        if found.fresh:
            self.open()
        return found

    def _wait(self, cancelled: Callable[[], bool]) -> Answer:
        deadline, steps, ending = time.monotonic() + self._bounds.statement, list(STEPS), None
        results: list[Mapping[str, Any]] = []
        while True:
            word = self._asker.hear(LOOK_SECONDS)
            if word.get("op") == "result":
                results.append(word)
            elif word.get("op") == "done":
                return self._judged({**word, "results": results}, ending)
            ending = ending or (Ending.CANCELLED if cancelled() else None)
            if time.monotonic() < deadline and not (ending and len(steps) == len(STEPS)):
                continue
            ending = ending or Ending.LIMIT
            if not steps:
                return answers.killed(ending, self._bounds.statement)
            self._asker.tell(steps.pop(0))
            deadline = time.monotonic() + self._bounds.step

    def _judged(self, shown: dict[str, Any], ending: Ending | None) -> Answer:
        fault = shown["fault"]
        if fault and (fault["code"] == DISK_FULL or FULL in fault["message"]):
            return answers.outgrown(EndReason.DISK, self._app.database_limits.scratch_bytes)
        if fault and ending:
            return answers.stopped(ending, self._bounds.statement, shown)
        if fault and fault["code"] == SHUT_OUT:
            return self._gone() or answers.shut_out(shown)
        if shown["lost"]:
            return (None if fault and fault["code"] == TERMINATED else self._gone()) or Answer(
                Ending.ERROR, answers.RECONNECT, shown
            )
        return Answer(Ending.ERROR if fault else Ending.DONE, "", shown)

    def _gone(self) -> Answer | None:
        """Why the database has ended, if it has: its connections go a moment before it does."""
        end = _ended(self._database)
        if FULL in self._database.tail():  # the server may well have started again
            return answers.outgrown(EndReason.DISK, self._app.database_limits.scratch_bytes)
        if end is None:
            return None
        if end.reason in (EndReason.MEMORY, EndReason.PIDS):
            size = self._app.database_limits.memory_bytes if end.reason is EndReason.MEMORY else 0
            return answers.outgrown(end.reason, size)
        return answers.crashed(self._database.tail()[-500:])

    def _closed(self) -> Answer:
        """The process that asks has ended; the database may well be there."""
        if gone := self._gone():
            return gone
        end = _ended(self._asker.process)
        self._ask_anew()
        memory = end is not None and end.reason is EndReason.MEMORY
        return answers.too_wide(parts.LIMITS.memory_bytes) if memory else answers.unread()

    def _ask_anew(self) -> None:
        dsn, admin = parts.dsn(self._passwords), self._passwords.admin_dsn
        part = parts.asker(self._app, self._cores)
        self._asker = Insider(self._pod, part, "console", dsn=dsn, admin=admin, read_only=self._read_only)


def _ended(process: Process) -> End | None:
    deadline = time.monotonic() + END_SECONDS
    while (end := process.end()) is None and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    return end
