"""Apps with a known profile, and how they are recorded: in a pod of any driver, with no load but their own."""

from dataclasses import replace
from typing import Any

from perfgym.runs import recorder
from perfgym.runs.profile import Profile, Profiling
from perfgym.runs.recorder import Recorder
from perfgym.sandbox.protocol import Pod, Process, Role
from tests.deployment import wait_until
from tests.sandbox.conftest import part

RECORDED = 1.0  # seconds of CPU time that the app has at least while it is watched

WORK = """
import hashlib
def hot(rounds):
    total = 0
    for number in range(rounds): total += number * number % 7
    return total
def warm(rounds):
    return hashlib.sha256(bytes(1_000_000)).hexdigest() if rounds else ""
def request():
    hot(40_000); warm(1)
"""
BUSY = WORK + "\nwhile True: request()\n"
FORKS = WORK + "\nimport os\nos.fork()\nos.fork()\nwhile True: request()\n"
ENDS = "import sys\nsys.exit(7)\n"
HOLD = """
import math, time
def keep():
    return [bytearray(1 << 20) for _ in range(12)]
def work(kept):
    while True:
        bytearray(1 << 19)
        math.factorial(500)
"""
KEEPS = HOLD + "work(keep())\n"
KEEPS_IN_A_FORK = HOLD + "import os\nbefore = bytearray(1 << 20)\nwork(keep()) if not os.fork() else os.wait()\n"


def started(pod: Pod, script: str, profiling: Profiling, *command: str) -> Process:
    """An app of this script under the profiler, not recorded yet."""
    app = part(script, Role.APP)
    app = replace(app, command=command) if command else app
    return pod.start(recorder.watched(app, profiling))


def record(process: Process, profiling: Profiling, seconds: float = RECORDED) -> Profile:
    """What the profiler tells after the app has had so many CPU seconds, or has ended."""
    recording, before = Recorder(process, profiling), process.usage().cpu_seconds
    recording.begin()
    used = lambda: process.usage().cpu_seconds - before > seconds  # noqa: E731
    wait_until(lambda: process.end() is not None or used(), "the app is at work")
    found = recording.take(lambda: None)
    assert found is not None
    return found


def by_name(profile: Profile) -> dict[str, dict[str, Any]]:
    """The functions that used something themselves, by name."""
    from perfgym.charts import folded
    from perfgym.charts.hot import top

    return {row.function.name: row.plain() for row in top(folded.read(profile.folded))}
