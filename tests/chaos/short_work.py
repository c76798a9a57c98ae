"""Stands in for measuring where the question is who owns a run: two pods, a talk with both, no verdict."""

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack

from perfgym.runs.job import Job
from perfgym.runs.outcome import Outcome
from perfgym.sandbox.fake import Script, Write
from perfgym.sandbox.protocol import Limits, Part, Role
from tests.chaos import band

MARK = "perfgym-chaos"  # stands in the command line of every process of a pod
ECHO = "import sys\nfor line in sys.stdin: print(line.strip(), flush=True)"
LIMITS = Limits(memory_bytes=64 * 2**20, pids=16, scratch_bytes=2**20, cores=())
ARMS = ("before", "after")
WAIT_SECONDS = 0.02  # for an answer


def echo(lines: Iterator[bytes], write: Write) -> None:
    for line in lines:
        write(line)


SCRIPTS: dict[Role | tuple[str, Role], Script] = {Role.RUNNER: echo}


def measure(job: Job) -> Outcome:
    """In place of a comparison."""
    talk(job)
    return Outcome(result={"verdict": "faster"}, fingerprint={"seed": job.seed}, points=job.seed % 101, bundle=b"raw")


def try_out(job: Job) -> Outcome:
    """In place of a load test for an answer: every other one lies outside of what was answered."""
    talk(job)
    return Outcome(band.result(band.OUTSIDE if job.seed % 2 else band.INSIDE), {"seed": job.seed}, bundle=b"raw")


def talk(job: Job) -> None:
    """With both arms for up to a second, drawn from the run's seed. The same steps as a comparison's."""
    with ExitStack() as pods:
        runners = [pods.enter_context(job.driver.open(job.labels(arm))).start(part(job.lab.app.name)) for arm in ARMS]
        until = time.monotonic() + random.Random(job.seed).uniform(0.05, 1.0)
        while time.monotonic() < until:
            job.check()
            for runner in runners:
                runner.send(b"turn")
                runner.receive(WAIT_SECONDS)
            job.report("progress", {"left": round(until - time.monotonic(), 2)})


def part(app: str) -> Part:
    return Part(Role.RUNNER, app, ("python", "echo.py", MARK), LIMITS, {"echo.py": ECHO.encode()})
