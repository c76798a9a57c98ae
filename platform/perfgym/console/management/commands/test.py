"""perfgym test: the whole suite in two halves, or whatever pytest is asked for."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import perfgym
from perfgym.console.dispatch import Light
from perfgym.console.errors import NoTests

PYTEST = [sys.executable, "-m", "pytest"]
SLOWEST = "--durations=30"  # told after each half
WAITING = 1  # processes beyond the number of cores: most tests wait for servers more than they compute
MOST = 8


class Command(Light):
    help = "The test suite. Arguments go to pytest: perfgym test -k rule -x"
    takes_all = True

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(perfgym.__file__).parents[2]
        if not (root / "tests").is_dir() or find_spec("pytest") is None:
            raise NoTests(root)
        os.chdir(root)
        if args:
            os.execv(sys.executable, [*PYTEST, *args])  # noqa: S606 - no shell is the point
        sys.exit(whole_suite())


def whole_suite() -> int:
    """What does not measure runs side by side; what measures runs after it, alone on the machine, spare tests left out.

    The exit code.
    """
    processes = min(MOST, (os.cpu_count() or 1) + WAITING)
    beside = ["-n", str(processes), "--dist", "loadfile"]  # a file's site and browser are started once
    together = subprocess.run([*PYTEST, SLOWEST, *beside, "-m", "not measures and not spare"], check=False).returncode
    alone = subprocess.run([*PYTEST, SLOWEST, "-m", "measures and not spare"], check=False).returncode
    return together or alone
