"""A process dies at the point it was started to die at, and nowhere else."""

import os
import signal
import subprocess
import sys

import pytest

from perfgym.runs.killpoints import VARIABLE, KillPoint, chosen

SCRIPT = """
from perfgym.runs.killpoints import KillPoint, reached
for _ in range(3):
    for point in KillPoint:
        print(point, flush=True)
        reached(point)
"""


def run(value: str) -> tuple[int, list[str]]:
    environment = {**os.environ, VARIABLE: value}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.split()


@pytest.mark.parametrize("point", list(KillPoint))
def test_it_dies_at_the_point_named(point: KillPoint) -> None:
    code, reached = run(point)
    assert (code, reached[-1], reached.count(point)) == (-signal.SIGKILL, point, 1)


def test_it_dies_at_the_time_named() -> None:
    code, reached = run("mid_run:3")
    assert (code, reached.count("mid_run")) == (-signal.SIGKILL, 3)


def test_without_a_name_nothing_happens() -> None:
    assert run("") == (0, 3 * list(KillPoint))


def test_a_point_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no_such_point"):
        chosen("no_such_point")
