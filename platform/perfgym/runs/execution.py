"""The order of steps of a comparison; the only place where it is written.

    prepare -> each segment: start both arms, warm up, 24 slices of pairs, plans, integrity, calls, stop -> judge

The method is the design `pairs` that docs/method.md explains.
"""

import logging
import random
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial

from perfgym.errors import PlatformError
from perfgym.measure.rule import Metric
from perfgym.runs import calls, durability, evidence, inside, integrity
from perfgym.runs.arm import Arm
from perfgym.runs.comparison import Comparison
from perfgym.runs.job import Job, Stages
from perfgym.runs.outcome import Outcome, RunFailed
from perfgym.runs.pairs import Alternation, Measured, Tally
from perfgym.runs.progress import Progress
from perfgym.runs.resources import Meters
from perfgym.runs.side import Side
from perfgym.runs.statements import planning
from perfgym.sandbox.slots import apart_from

log = logging.getLogger(__name__)


def compare(job: Job) -> Outcome:
    """Measure the learner's version against the lab's starter.

    What goes wrong with the learner's version becomes an outcome with a reason. Raises Abandoned, NotEditable (before
    anything starts) and PlatformError.
    """
    with job.alone():
        return _compare(job)


def _compare(job: Job) -> Outcome:
    files = {"before": job.lab.starter(), "after": job.lab.overlay(job.edits)}
    stages, tally, measured = (
        Stages(job.pace.wall),
        Tally(),
        Comparison(Metric(job.lab.score.metric), job.alpha, job.pace.segments),
    )
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


def _segment(
    job: Job, files: Mapping[str, Mapping[str, bytes]], measured: Comparison, tally: Tally, stages: Stages
) -> None:
    """One fresh start of both arms and 24 slices."""
    number = len(measured.segments)
    seed = job.seed + number
    arms = {name: Arm(name, job.driver, job.labels(name), job.lab.app, job.slot, job.pace) for name in files}
    stop = partial(_stop, arms)
    try:
        with stages("start"):
            job.stage("starting both versions", 5)
            _start(job, arms, files, seed)
        turns = Alternation(arms["before"], arms["after"], number, seed, job.slot.app_cores, tally)
        with stages.held("warm-up", job.pace.warm_up, stop), _told(arms, turns):
            job.stage("warming up", 2)
            turns.warm_up(job.check)
            measured.side.weigh(arms)
            counting = Side.begin(arms)
            turns.settle()
        with stages.held("measure", job.pace.measure, stop), _told(arms, turns):
            slices = _slices(job, arms, turns, measured, tally)
        with stages.held("plans", job.pace.plans, stop), _told(arms, turns):
            measured.side.take(counting)
            measured.side.weigh(arms)
            _plan(job, arms, turns, measured)
        with stages.held("checks", job.pace.checks, stop):
            job.stage("checking what was written", 1)
            measured.applied = {name: arm.applied() for name, arm in arms.items()}
            integrity.check(arms, turns, files["after"], seed, job.check)
        _count_calls(job, arms, files, turns, measured, stages)
    finally:
        with stages("stop"):
            _close(arms, job.pace.teardown)
    measured.add(slices)


def _plan(job: Job, arms: Mapping[str, Arm], turns: Alternation, measured: Comparison) -> None:
    """Once a comparison, after all that is timed: the plans of what both arms ask their databases."""
    watched = {} if measured.side.plans else planning.begin({name: arm.statistics for name, arm in arms.items()})
    if watched:
        job.stage("looking at query plans", 1)
        turns.go_on(job.check, job.pace.planning)
        measured.side.plans = planning.end(watched, measured.side.statements())


def _count_calls(
    job: Job,
    arms: Mapping[str, Arm],
    files: Mapping[str, Mapping[str, bytes]],
    turns: Alternation,
    measured: Comparison,
    stages: Stages,
) -> None:
    """Once a comparison, where a defect of the lab is told by calls. It decides nothing, so it fails no comparison."""
    if measured.side.calls or not any(defect.probe.function for defect in job.lab.defects):
        return
    job.stage("counting how often functions are called", 8)
    try:
        with stages.held("calls", job.pace.plans, partial(_stop, arms)):
            seed = job.seed + len(measured.segments)
            measured.side.calls = calls.count(arms, files, seed, turns, job.pace.counting, job.check)
    except (RunFailed, PlatformError) as error:
        log.warning("calls could not be counted: %s", error)


def _start(job: Job, arms: Mapping[str, Arm], files: Mapping[str, Mapping[str, bytes]], seed: int) -> None:
    """Start both arms side by side, in an order drawn from the seed."""
    names = sorted(arms)
    random.Random(seed).shuffle(names)  # noqa: S311 - an order, not a secret
    runner = inside.scoring_part(job.lab.app, job.slot, job.lab.score.workload)

    def start(name: str) -> None:
        arms[name].start(files[name], runner, seed)
        arms[name].hello(seed)
        durability.begin(arms[name])

    with ThreadPoolExecutor(len(names)) as pool:
        started = [pool.submit(start, name) for name in names]
    job.check()
    errors = [error for each in started if (error := each.exception())]
    for error in sorted(errors, key=lambda error: isinstance(error, RunFailed)):
        raise error


def _stop(arms: Mapping[str, Arm]) -> str:
    """Time is over: end the runners, for whose answers we wait. The end of what the learner's version wrote."""
    tail = arms["after"].process.tail()
    for arm in arms.values():
        arm.runner.process.kill()
    return tail


def _close(arms: Mapping[str, Arm], seconds: float) -> None:
    """Take both arms down side by side. What is not gone in time goes with its label, by the reaper."""
    pool = ThreadPoolExecutor(len(arms))
    closed, late = wait([pool.submit(arm.close) for arm in arms.values()], seconds)
    pool.shutdown(wait=False)
    for each in closed:
        each.result()
    if late:
        log.error("%s of %s pods were not gone after %s s", len(late), len(arms), seconds)


def _slices(
    job: Job, arms: Mapping[str, Arm], turns: Alternation, measured: Comparison, tally: Tally
) -> list[Measured]:
    slices: list[Measured] = []
    progress = Progress(job.report, measured.segments, measured.metric, measured.most, measured.alpha)
    with apart_from(job.slot):
        meters = Meters(arms, len(measured.segments), measured.resources)
        for index in range(job.pace.slices):
            job.check()
            slices.append(turns.measure(index))
            progress(slices, tally, meters.after(slices[-1]))
    return slices


@contextmanager
def _told(arms: Mapping[str, Arm], turns: Alternation) -> Iterator[None]:
    """Tell a lost write from a wrong answer."""
    try:
        yield
    except RunFailed as failed:
        raise integrity.lost(failed, arms, turns) from failed
