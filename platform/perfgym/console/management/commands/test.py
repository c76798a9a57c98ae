"""perfgym test: the whole suite; every argument goes to pytest."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import perfgym
from perfgym.console.dispatch import Light
from perfgym.console.errors import NoTests


class Command(Light):
    help = "The test suite. Arguments go to pytest: perfgym test -k rule -x"
    takes_all = True

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(perfgym.__file__).parents[2]
        if not (root / "tests").is_dir() or find_spec("pytest") is None:
            raise NoTests(root)
        os.chdir(root)
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *args])  # noqa: S606 - no shell is the point
