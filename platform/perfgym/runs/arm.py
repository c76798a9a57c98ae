"""One version of an app in a pod of its own: the app, its database and the runner that drives it."""

import json
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Self

from perfgym.catalog.app import App, PartLimits
from perfgym.errors import PlatformError
from perfgym.runs import inside, overrun, recorder
from perfgym.runs.lines import fields
from perfgym.runs.lines.strict import BadResult
from perfgym.runs.outcome import Reason, RunFailed, foremost
from perfgym.runs.pace import Pace
from perfgym.runs.profile import Profiling
from perfgym.runs.runner import HELLO_SECONDS, Runner
from perfgym.runs.statements.statistics import Statistics
from perfgym.sandbox.errors import StartFailed
from perfgym.sandbox.protocol import Closed, Driver, End, EndReason, Labels, Part, Process, Usage
from perfgym.sandbox.slots import Slot

READY_LOOK_SECONDS = 1.0  # how soon an app that has ended is noticed
DATABASE_SECONDS = 30.0
OURS = "SET search_path = pg_catalog"  # nothing that the app has made is called
ANSWER_SECONDS = 5.0  # past the deadline of a request, for the runner to tell of it
PACE = Pace()


@dataclass(frozen=True)
class Answer:
    """One request as its runner saw it. `start` is the runner's monotonic clock in seconds."""

    i: int
    name: str
    path: str
    start: float
    ms: float
    status: int
    bytes: int  # of the decoded body
    wire: int  # received in all: head and body as sent
    digest: str
    error: str | None
    write: bool = False  # of a method that may change something

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> Self:
        """Raises BadResult."""
        error = fields.value(line, "error")
        return cls(
            i=fields.whole(line, "i"),
            name=fields.text(line, "name", 200),
            path=fields.text(line, "path", 2000)[:500],
            start=fields.number(line, "start"),
            ms=fields.number(line, "ms"),
            status=fields.whole(line, "status", most=65_535),
            bytes=fields.whole(line, "bytes"),
            wire=fields.whole(line, "wire"),
            digest=fields.digest(line, "digest"),
            error=None if error is None else fields.text(line, "error", 2000)[:500],
            write=line.get("write") is True,
        )


class Arm:
    """A running version. `before` is always the lab's own starter, so what goes wrong there is our fault."""

    def __init__(self, name: str, driver: Driver, labels: Labels, app: App, slot: Slot, pace: Pace = PACE) -> None:
        self.name, self.pace = name, pace
        self.profiling = Profiling.NONE  # of a learner's own load test only, and set before the start
        self._app, self._slot = app, slot
        self._stack = ExitStack()
        self._pod = self._stack.enter_context(driver.open(labels))
        self._passwords = inside.Secrets.fresh()
        self.turns = self.wire_bytes = 0  # so far; bytes as they came in
        self._last = 0.0  # when the last request began
        self.promises: frozenset[str] = frozenset()  # what the contract can say about writes
        self.database: Process | None = None
        self.statistics: Statistics | None = None  # of its statements, where its database tells them
        self.process: Process
        self.runner: Runner

    def start(self, files: Mapping[str, bytes], runner: Part, seed: int) -> None:
        """Start database and runner side by side, then the app. Raises RunFailed or PlatformError."""
        if self._app.database:
            self.database = self._pod.start(inside.database_part(self._app, self._slot, self._passwords, seed, files))
        self.runner = Runner(self._pod.start(runner))
        self._await_database()
        self._start_app(files, seed)

    def restart(self, files: Mapping[str, bytes], seed: int) -> None:
        """Start the app once more, after `kill`, and wait until it is ready. Raises RunFailed or PlatformError."""
        self._start_app(files, seed)
        self._await_ready()

    def kill(self) -> None:
        """End the app as a crash would; its database lives on."""
        self.process.kill()

    def _start_app(self, files: Mapping[str, bytes], seed: int) -> None:
        try:
            part = inside.app_part(self._app, self._slot, self._passwords, files, seed)
            self.process = self._pod.start(recorder.watched(part, self.profiling))
        except StartFailed as error:
            raise self.fault(Reason.APP_START, str(error)) from error

    @property
    def health(self) -> str:
        return self._app.health

    def hello(self, seed: int) -> float:
        """Begin the scored dialogue; seconds until the app was ready."""
        hello = self.runner.ask(
            "hello",
            HELLO_SECONDS,
            seed=seed,
            target="http://127.0.0.1:{APP_PORT}",
            health=self._app.health,
            key="",
            deadline=self.pace.request,
        )
        self.promises = frozenset(map(str, hello.get("promises", ())))
        return self._await_ready()

    def _await_ready(self) -> float:
        start = time.monotonic()
        while not fields.flag(answer := self.runner.ask("ready", timeout=READY_LOOK_SECONDS), "ok"):
            if self.process.end() or time.monotonic() > start + self.pace.ready:
                raise self.not_ready(str(answer.get("detail", "")))
        return time.monotonic() - start

    def not_ready(self, detail: str) -> Exception:
        """Why the app did not become ready, as the error to raise."""
        end = self.process.end()
        if end is None:
            where = f"{self._app.health} on the port in APP_PORT"
            waited = f"No healthy answer from {where} within {self.pace.ready:.0f} s. {detail}"
            return self.fault(Reason.READINESS_TIMEOUT, waited)
        if end.reason is not EndReason.EXITED and (limit := self.ended()):
            return limit
        return self.fault(Reason.APP_START, f"The app ended with exit code {end.code} before it was ready.")

    def ended(self) -> Exception | None:
        """The error to raise if app or database is gone, else None; where both are, the one that explains the other."""
        parts = (("app", self.process, self._app.limits), ("database", self.database, self._app.database_limits))
        gone = [
            self._gone(part, process, end, limits)
            for part, process, limits in parts
            if process and (end := process.end())
        ]
        failed = [one for one in gone if isinstance(one, RunFailed)]
        return foremost(failed) if failed else next(iter(gone), None)

    def _gone(self, part: str, process: Process, end: End, limits: PartLimits) -> Exception:
        if end.reason in overrun.LIMITS:
            return self.fault(Reason.LIMIT, overrun.sentence(f"The {part}", end.reason, limits), process)
        told = f"The {part} ended in the middle of the run, exit code {end.code}."
        return self.fault(Reason.APP_EXITED, told, process)

    def fault(self, reason: Reason, message: str, process: Process | None = None) -> Exception:
        if self.name == "before":
            return PlatformError(f"The lab's own version failed: {message}")
        return RunFailed(reason, message, (process or self.process).tail() if hasattr(self, "process") else "")

    def turn(self, i: int) -> Answer:
        answer = Answer.of(self.runner.ask("turn", 1.2 * self.pace.request + ANSWER_SECONDS, i=i))
        if answer.i != i or answer.start < self._last:
            raise BadResult(f"it answers turn {answer.i} where turn {i} was next, or lies before the turn before it")
        self._last = answer.start
        self.turns += 1
        self.wire_bytes += answer.wire
        if answer.error and (gone := self.ended()):
            raise gone
        return answer

    def show(self, i: int) -> str:
        return fields.text(self.runner.ask("show", i=i), "body", 5000)

    def lag(self) -> tuple[float, float]:
        """(95th percentile of the generator's lateness in ms, its CPU seconds so far)."""
        answer = self.runner.ask("lag")
        return fields.number(answer, "p95_ms"), fields.number(answer, "cpu_seconds")

    def usage(self) -> dict[str, Usage]:
        """What each part has used so far: app, generator, and the database if there is one."""
        parts = {"app": self.process, "database": self.database, "generator": self.runner.process}
        return {name: process.usage() for name, process in parts.items() if process}

    def cpu(self) -> Usage:
        """CPU of app and database together, so that work moved from one to the other is still counted."""
        parts = [process.usage() for process in (self.process, self.database) if process]
        return Usage(
            sum(part.cpu_seconds for part in parts),
            sum(part.memory_bytes for part in parts),
            sum(part.throttled for part in parts),
        )

    def broken_invariants(self) -> list[str]:
        """Sentences about what was written during the run and is not in the database."""
        if not self.database:
            return []
        broken = self.runner.ask("invariants", dsn=self._passwords.auditor_dsn)["broken"]
        return [f"{one['sentence']}: expected {one['expected']}, found {one['got']}" for one in broken]

    def audit(self, statement: str) -> list[list[Any]]:
        """Rows of a question that is asked of the database without any power over it."""
        return self._sql(self._passwords.auditor_dsn, [OURS, statement])

    def statements(self, statements: list[str]) -> list[list[Any]]:
        """Run SQL as the platform and return the rows of the last statement."""
        return self._sql(self._passwords.admin_dsn, statements)

    def _sql(self, dsn: str, statements: list[str]) -> list[list[Any]]:
        rows: list[list[Any]] = self.runner.ask("sql", dsn=dsn, statements=statements)["rows"]
        return rows

    def applied(self) -> dict[str, Any]:
        parts = {"app": self.process, "database": self.database, "runner": self.runner.process}
        return {name: dict(process.applied()) for name, process in parts.items() if process}

    def close(self) -> None:
        self._stack.close()

    def _await_database(self) -> None:
        if self.database is None:
            return
        try:
            line = self.database.receive(DATABASE_SECONDS)
        except Closed as closed:
            raise PlatformError(f"The database of a pod did not start: {self.database.tail()[-1500:]}") from closed
        told = {} if line is None else json.loads(line)
        if line is not None and (refused := inside.refused(self._app, line)):
            raise self.fault(Reason.MIGRATION_FAILED, refused)
        if not told.get("ready"):
            raise PlatformError(
                f"The database of a pod was not ready in {DATABASE_SECONDS:.0f} s: {self.database.tail()[-1500:]}"
            )
        self.statistics = Statistics(self.database) if told.get("answers") else None
