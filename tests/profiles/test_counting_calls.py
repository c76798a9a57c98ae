"""Calls are counted exactly, of every process, from the moment on that counting begins."""

import pytest

from perfgym.runs.calls import Called
from perfgym.runs.profile import Profiling
from perfgym.sandbox.protocol import Pod
from tests.deployment import wait_until
from tests.profiles.recorded import record, started

SCRIPT = """
import time
from decimal import Decimal

CENT = Decimal("0.01")

class Books:
    def pair(self, a, b):
        return a == b

def early():
    return 1

def request():
    books = Books()
    for a in range(20):
        for b in range(20):
            books.pair(a, b)
    for _ in range(7):
        Decimal("1.005").quantize(CENT)

for _ in range(1000): early()
"""
LOOP = "while True: request(); time.sleep(0.0005)\n"  # of the app, which idles a little as one between requests does
FORKED = SCRIPT + "import os\nos.fork()\n" + LOOP


def counted(pod: Pod, script: str) -> Called:
    process = started(pod, script, Profiling.CALLS, "python", "script.py")
    wait_until(lambda: process.usage().cpu_seconds > 0.5, "the app is at work")
    profile = record(process, Profiling.CALLS, 0.3)
    assert profile.problem == ""
    return Called.of(profile, 1)


def test_functions_and_built_in_ones_are_counted_and_what_came_before_is_not(pod: Pod) -> None:
    found = counted(pod, SCRIPT + LOOP)
    requests = found.a_request(r"^request \(script\.py\)")
    assert requests > 5
    assert found.a_request(r"^Books\.pair \(script\.py\)") == pytest.approx(400 * requests, abs=400)
    assert found.a_request(r"^Decimal\.quantize ") == pytest.approx(7 * requests, abs=7)
    assert found.a_request(r"^early ") == 0
    assert not [name for name in found.functions if "perfgym" in name or "runpy" in name]


@pytest.mark.parametrize("pod", ["process"], indirect=True)
def test_a_forked_process_counts_too(pod: Pod) -> None:
    found = counted(pod, FORKED)
    requests = found.a_request(r"^request \(")
    assert found.a_request(r"^Books\.pair ") == pytest.approx(400 * requests, abs=800)


@pytest.mark.parametrize("pod", ["process"], indirect=True)
def test_an_app_without_python_says_why_nothing_was_counted(pod: Pod) -> None:
    process = started(pod, "", Profiling.CALLS, "sh", "-c", "i=0; while :; do i=$((i+1)); done")
    assert "not started as a Python program" in record(process, Profiling.CALLS, 0.2).problem
