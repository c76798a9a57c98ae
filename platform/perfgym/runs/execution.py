"""The order of steps of a comparison; the only place where it is written.

    prepare -> for each segment: start both arms, warm up, 24 slices of pairs, invariants, stop -> judge -> outcome

The method is the design `pairs` that docs/method.md explains.
"""

import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from perfgym.catalog.lab import Lab
from perfgym.errors import PlatformError
from perfgym.measure import bundle, gates
from perfgym.measure.look import Look, look
from perfgym.measure.rule import ALPHA, LOOKS, Judgement, Metric
from perfgym.measure.samples import SLICES_PER_SEGMENT, Segment
from perfgym.runs import evidence, inside
from perfgym.runs.arm import Arm
from perfgym.runs.host import Host
from perfgym.runs.outcome import Abandoned, Outcome, Reason, RunFailed
from perfgym.runs.pairs import Alternation, Measured, Tally
from perfgym.runs.progress import Progress
from perfgym.runs.side import Side
from perfgym.sandbox import slots
from perfgym.sandbox.protocol import Driver, Labels
from perfgym.sandbox.slots import Slot

Report = Callable[[str, Mapping[str, Any]], None]  # (kind of event, data)


def unheard(kind: str, data: Mapping[str, Any]) -> None:
    """A Report for work that nobody watches."""


NOT_COUNTED = {
    gates.Reason.TOO_NOISY: (
        Reason.TOO_NOISY,
        "Too many half seconds had to be left out: other work on this machine came between.",
    ),
    gates.Reason.TOO_FEW: (Reason.TOO_NOISY, "Too few requests were answered in all the time to judge them."),
    gates.Reason.CPU_UNREADABLE: (
        Reason.TOO_NOISY,
        "In some half second no CPU time could be read of a version: this machine's CPU clock is too coarse for it.",
    ),
    gates.Reason.TOO_MANY_FAILURES: (
        Reason.TOO_MANY_FAILURES,
        "More than 0.5 % of the requests to your version failed.",
    ),
}


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
    earlier: bundle.Content | None = None  # what was measured of this very version before: this run adds to it

    @property
    def host(self) -> Host:
        return Host.of(self.driver, self.slot)

    def labels(self, arm: str) -> Labels:
        return Labels(site=self.site, run=self.run, fence=self.fence, worker=self.worker, arm=arm)

    def check(self) -> None:
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
    """Seconds spent by stage, over all segments."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - start


def compare(job: Job) -> Outcome:
    """Measure the learner's version against the lab's starter.

    What goes wrong with the learner's version becomes an outcome with a reason. Raises Abandoned, NotEditable (before
    anything starts) and PlatformError.
    """
    with job.alone():
        return _compare(job)


def _compare(job: Job) -> Outcome:
    files = {"before": job.lab.starter(), "after": job.lab.overlay(job.edits)}
    stages, tally, measured = Stages(), Tally(), Comparison(Metric(job.lab.score.metric), job.alpha)
    with stages("prepare"):
        job.stage("preparing the app", 5)
        job.driver.prepare(job.lab.app.name)
    try:
        if job.earlier:
            tally.resume(job.earlier.requests)
            measured.resume(job.earlier)
        while measured.look is None or not measured.look.final:
            _segment(job, files, measured, tally, stages)
    except RunFailed as failed:
        return evidence.refused(job, failed, measured, tally, stages.seconds)
    return evidence.judged(job, measured, tally, stages.seconds)


@dataclass
class Comparison:
    """What has been measured so far and what it says."""

    metric: Metric
    alpha: float = ALPHA
    segments: list[Segment] = field(default_factory=list)
    look: Look | None = None
    applied: dict[str, Any] = field(default_factory=dict)
    side: Side = field(default_factory=Side)

    def add(self, slices: list[Measured]) -> None:
        """Take in a segment and look at everything so far. Raises RunFailed where the run cannot count any more."""
        pairs = tuple(pair for one in slices for pair in one.pairs)
        self.segments.append(Segment(pairs, tuple(one.slice for one in slices)))
        self._look()

    def resume(self, earlier: bundle.Content) -> None:
        """Go on from what is stored. After five looks there is nothing to add: the verdict is that of what is there."""
        self.segments = list(earlier.segments)
        if len(self.segments) >= LOOKS:
            self._look()

    def _look(self) -> None:
        self.look = look(self.segments, self.metric, alpha=self.alpha)
        if self.look.final and self.look.reason:
            raise RunFailed(*NOT_COUNTED[self.look.reason])

    def dropped(self) -> set[tuple[int, int]]:
        """(segment, slice) of everything that the gates left out, as last looked at."""
        return {(drop.segment, drop.slice) for drop in self.look.gated.dropped} if self.look else set()

    @property
    def judgement(self) -> Judgement:
        """The last judgement. Only to be asked for once a look is final without a reason."""
        if self.look is None or self.look.judgement is None:
            raise PlatformError("A verdict was asked for before there was one.")
        return self.look.judgement


def _segment(
    job: Job, files: Mapping[str, Mapping[str, bytes]], measured: Comparison, tally: Tally, stages: Stages
) -> None:
    """One fresh start of both arms and 24 slices."""
    number = len(measured.segments)
    seed = job.seed + number
    arms = {name: Arm(name, job.driver, job.labels(name), job.lab.app, job.slot) for name in files}
    try:
        with stages("start"):
            job.stage("starting both versions", 5)
            _start(job, arms, files, seed)
        turns = Alternation(arms["before"], arms["after"], number, seed, job.slot.app_cores, tally)
        with stages("warm-up"):
            job.stage("warming up", 2)
            turns.warm_up(job.check)
            counting = Side.begin(arms)
            turns.settle()
        with stages("measure"):
            slices = _slices(job, turns, measured, tally)
        with stages("checks"):
            measured.side.take(counting)
            job.stage("checking what was written", 1)
            measured.applied = {name: arm.applied() for name, arm in arms.items()}
            _check_writes(arms)
    finally:
        with stages("stop"), ThreadPoolExecutor(len(arms)) as pool:
            list(pool.map(Arm.close, arms.values()))
    measured.add(slices)


def _start(job: Job, arms: Mapping[str, Arm], files: Mapping[str, Mapping[str, bytes]], seed: int) -> None:
    """Start both arms side by side, in an order drawn from the seed."""
    names = sorted(arms)
    random.Random(seed).shuffle(names)  # noqa: S311 - an order, not a secret
    runner = inside.scoring_part(job.lab.app, job.slot, job.lab.score.workload)

    def start(name: str) -> None:
        arms[name].start(files[name], runner, seed)
        arms[name].hello(seed)

    with ThreadPoolExecutor(len(names)) as pool:
        started = [pool.submit(start, name) for name in names]
    job.check()
    errors = [error for each in started if (error := each.exception())]
    for error in sorted(errors, key=lambda error: isinstance(error, RunFailed)):
        raise error


def _slices(job: Job, turns: Alternation, measured: Comparison, tally: Tally) -> list[Measured]:
    slices: list[Measured] = []
    progress = Progress(job.report, measured.segments, measured.metric, LOOKS, measured.alpha)
    with _apart_from(job.slot):
        for index in range(SLICES_PER_SEGMENT):
            job.check()
            slices.append(turns.measure(index))
            progress(slices, tally)
    return slices


@contextmanager
def _apart_from(slot: Slot) -> Iterator[None]:
    """Keep this thread off the cores that are being measured."""
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, slot.runner_cores or usual)
    try:
        yield
    finally:
        os.sched_setaffinity(0, usual)


def _check_writes(arms: Mapping[str, Arm]) -> None:
    if broken := arms["before"].broken_invariants():
        raise PlatformError(f"The lab's own version broke an invariant: {broken[0]}")
    if broken := arms["after"].broken_invariants():
        raise RunFailed(Reason.LOST_WRITES, "\n".join(broken[:5]), arms["after"].process.tail())
