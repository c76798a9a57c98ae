"""One load test of the learner's, from loading the file to the summary."""

import gc
import time

import gevent

from perfgym.loadgen import health
from perfgym.loadgen.exploration import lateness, pacing
from perfgym.loadgen.exploration.facts import Gauge
from perfgym.loadgen.exploration.failures import Failures
from perfgym.loadgen.exploration.part import PartReport
from perfgym.loadgen.exploration.plan import Plan
from perfgym.loadgen.exploration.recorder import Recorder
from perfgym.loadgen.exploration.report import Report
from perfgym.loadgen.exploration.samples import Samples
from perfgym.loadgen.exploration.swarm import Swarm
from perfgym.loadgen.lines import Writer
from perfgym.loadgen.locustfile import Loaded, LocustfileError, describe


class NotReady(Exception):
    """The app did not become healthy; the message says what it answered instead."""


class LoadTest:
    """One load test from its start to its summary, or this process's part of one."""

    def __init__(self, plan: Plan, loaded: Loaded, failures: Failures, writer: Writer) -> None:
        """Make the users and wait for the app. Raises LocustfileError, NotReady."""
        self.failures = failures
        self.pacing = pacing.of(loaded)
        self.swarm = Swarm(plan, loaded, self.pacing, failures)
        self._wait_for_app(plan)
        self.asked_to_stop = False
        self._writer = writer
        self._plan = plan

    def run(self, at: float | None = None) -> None:
        """Drive the users until time, shape, locustfile or worker ends it; always ends with the summary.

        Starts at once, or `at` that time of the monotonic clock.
        """
        self._start(time.monotonic() if at is None else at)
        try:
            self.swarm.start()
            ended = self._seconds()
        except (SystemExit, KeyboardInterrupt):
            ended = "locustfile"
        duration, last = self._elapsed(), self.gauge.take()
        self.swarm.stop()
        self.recorder.settle()
        if asked := self.swarm.crowd.asked:
            self._writer.send("note", code="users_capped", value=asked)
        self.report.summary(ended, duration, last, self.swarm.exit_code())

    def stop(self) -> None:
        self.asked_to_stop = True
        self.swarm.finished.set()

    def _start(self, at: float) -> None:
        gc.collect()
        gc.freeze()  # what is loaded stays: looking through it again and again would hold up requests
        gevent.sleep(max(0.0, at - time.monotonic()))
        self.samples = Samples(at)
        self.pacing.begin(self._plan, at)
        self.gauge = Gauge(self.swarm.users, self.pacing.counts)
        kind = PartReport if self._plan.of > 1 else Report
        self.report = kind(self._writer, self.samples, self.failures)
        self.recorder = Recorder(self.samples, self.failures, lateness.take if self.pacing.used else None)
        self.recorder.listen(self.swarm.environment.events)

    def _seconds(self) -> str:
        """A line each second, until the end; why it ended."""
        while (t := int(self._elapsed())) < self._plan.seconds:
            if self.swarm.finished.wait(t + 1 - self._elapsed()):
                return self._why()
            if error := self.swarm.broken():
                raise LocustfileError(f"No user could be started: {describe(error)}") from error
            self.recorder.settle()
            self.report.second(t + 1, self.gauge.take())
        return "time"

    def _why(self) -> str:
        if self.asked_to_stop:
            return "stopped"
        return "shape" if self.swarm.environment.shape_class else "locustfile"

    def _elapsed(self) -> float:
        return time.monotonic() - self.samples.start

    def _wait_for_app(self, plan: Plan) -> None:
        result = health.wait(plan.target, plan.health, plan.ready_timeout)
        if not result.ok:
            raise NotReady(result.detail)
