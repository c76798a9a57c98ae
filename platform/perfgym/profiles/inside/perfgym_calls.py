"""How often each function is called: the app runs with its calls counted, each process in a file of its own."""

import os
import subprocess
import sys
import time
from typing import Any

from perfgym_folded import Failed, Folded, read, shortened

PLACE = os.path.join(os.environ.get("SCRATCH", "."), ".perfgym-calls")
SCRIPT = "perfgym_counter.py"
END_SECONDS = 10.0


class Calls:
    """The app, started by a script of ours that counts."""

    announced = True

    def __init__(self, command: list[str]) -> None:
        os.mkdir(PLACE, 0o700)
        self.counted = os.path.basename(command[0]).startswith("python") and len(command) > 1
        line = [command[0], SCRIPT, PLACE, *command[1:]] if self.counted else command
        try:
            self.app = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=2).pid
        except OSError as error:
            sys.stderr.write(f"{error}\n")
            os._exit(127)

    def begin(self) -> None:
        """Count from now on: what was called before, to start the app and to fill its caches, is forgotten."""
        tell("begin")

    def end(self) -> tuple[Folded, dict[str, Any]]:
        """The calls of all processes. Raises Failed where there is nothing."""
        if not self.counted:
            raise Failed("The app is not started as a Python program, so its calls could not be counted.")
        tell("end")
        found = Folded()
        for name in sorted(os.listdir(PLACE)):
            if name.endswith(".end"):
                add(found, os.path.join(PLACE, name))
        if not found.counts:
            raise Failed("No call of the app's could be counted.")
        return found, {"samples": sum(found.counts.values()), "errors": 0}

    def close(self) -> None:
        """Nothing is left beside the app."""


def tell(word: str) -> None:
    """Say it to every process that counts, and wait until each has done so or is gone."""
    open(os.path.join(PLACE, word), "x").close()
    deadline = time.monotonic() + END_SECONDS
    while waiting(word) and time.monotonic() < deadline:
        time.sleep(0.02)


def waiting(word: str) -> list[str]:
    names = set(os.listdir(PLACE))
    here = [name.removesuffix(".here") for name in names if name.endswith(".here")]
    return [pid for pid in here if f"{pid}.{word}" not in names and os.path.exists(f"/proc/{pid}/stat")]


def add(found: Folded, path: str) -> None:
    """Add what one process has counted; how Python and we start the app is left out."""
    for line in read(path).decode(errors="replace").splitlines():
        frame, _, count = line.rpartition(" ")
        if count.isdecimal() and shortened(frame):
            found.add([frame], int(count))
