"""Work to do in pods: what it is given, whom it tells, and how it is stopped."""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from perfgym.catalog.lab import Lab
from perfgym.measure import bundle
from perfgym.measure.rule import ALPHA
from perfgym.runs.host import Host
from perfgym.runs.killpoints import KillPoint, reached
from perfgym.runs.outcome import Abandoned
from perfgym.runs.pace import Pace
from perfgym.runs.timelimit import time_limit
from perfgym.runs.trial import Laid
from perfgym.sandbox import slots
from perfgym.sandbox.protocol import Driver, Labels
from perfgym.sandbox.slots import Slot

Report = Callable[[str, Mapping[str, Any]], None]  # (kind of event, data)


def unheard(kind: str, data: Mapping[str, Any]) -> None:
    """A Report for work that nobody watches."""


@dataclass(frozen=True)
class Job:
    """Work to do in pods. `stop` is asked often; when it says yes the work ends with Abandoned."""

    lab: Lab
    edits: Mapping[str, bytes]  # the learner's changed files
    driver: Driver
    slot: Slot
    seed: int
    site: str
    run: str
    fence: int
    worker: str
    report: Report
    stop: Callable[[], bool]
    settings: Mapping[str, Any] = field(default_factory=dict)
    alpha: float = ALPHA  # what this comparison may spend of the learner's chance to be wrong
    pace: Pace = field(default_factory=Pace)
    laid: Laid | None = None  # of a trial by the platform; then the edits play no part
    earlier: bundle.Content | None = None  # what was measured of this very version before: this run adds to it

    @property
    def host(self) -> Host:
        return Host.of(self.driver, self.slot)

    def files(self) -> dict[str, bytes]:
        """The version that a load test runs against. Raises NotEditable."""
        return {**self.lab.starter(), **self.laid.over} if self.laid else self.lab.overlay(self.edits)

    def locustfile(self) -> bytes:
        """The file that a load test runs."""
        own = self.lab.own_test or ""
        if self.laid:
            return self.laid.locustfile
        return self.edits.get(own) or self.lab.editable_files().get(own, b"")

    def labels(self, arm: str) -> Labels:
        return Labels(site=self.site, run=self.run, fence=self.fence, worker=self.worker, arm=arm)

    def check(self) -> None:
        reached(KillPoint.MID_RUN)
        if self.stop():
            raise Abandoned

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The measuring slot for this job only; waits, and says so, while another PerfGym of this machine has it."""

        def wait() -> None:
            self.check()
            if not told:
                told.append(True)
                self.stage("waiting for another measurement on this machine", 30)

        told: list[bool] = []
        with slots.alone(self.slot, wait):
            yield

    def stage(self, message: str, seconds: float) -> None:
        """Tell who watches what happens now and about how long it takes."""
        self.report("state", {"state": "running", "stage": message, "message": message, "expect_seconds": seconds})


class Stages:
    """Seconds spent by stage, over all segments; and what a stage, and all of them, may take at most."""

    def __init__(self, wall: float = math.inf) -> None:
        self.seconds: dict[str, float] = {}
        self.wall, self._end = wall, time.monotonic() + wall

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - start

    @contextmanager
    def held(self, stage: str, seconds: float, end: Callable[[], str]) -> Iterator[None]:
        """As a stage, in at most so many seconds, and in what is left of all. `end` and the errors: time_limit."""
        left = self._end - time.monotonic()
        told = (f"The stage “{stage}”", seconds) if seconds <= left else ("The whole comparison", self.wall)
        with self(stage), time_limit(*told, max(0.0, min(seconds, left)), end):
            yield
