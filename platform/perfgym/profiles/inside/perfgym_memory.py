"""A memory profile by memray: the app runs with its allocations followed, each process in a file of its own."""

import os
import subprocess
import sys
import time
from typing import Any

from perfgym_folded import Failed, Folded
from perfgym_names import Names

PLACE = os.path.join(os.environ.get("SCRATCH", "."), ".perfgym-memory")
SCRIPT = "perfgym_allocations.py"
END_SECONDS = 30.0


class Memory:
    """The app, started by a script of ours that follows its memory."""

    announced = False

    def __init__(self, command: list[str]) -> None:
        os.mkdir(PLACE, 0o700)
        self.followed = os.path.basename(command[0]).startswith("python") and len(command) > 1
        line = [command[0], SCRIPT, PLACE, *command[1:]] if self.followed else command
        try:
            self.app = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=2).pid
        except OSError as error:
            sys.stderr.write(f"{error}\n")
            os._exit(127)

    def begin(self) -> None:
        """Nothing to do: memory that was taken before the traffic is still held."""

    def end(self) -> tuple[Folded, dict[str, Any]]:
        """What all processes held at their highest. Raises Failed where there is nothing."""
        if not self.followed:
            raise Failed("The app is not started as a Python program, so its memory could not be followed.")
        open(os.path.join(PLACE, "end"), "x").close()
        deadline = time.monotonic() + END_SECONDS
        while (waiting := alive()) and time.monotonic() < deadline:
            time.sleep(0.05)
        stacks, held, names = Folded(), 0, Names()
        for name in sorted(os.listdir(PLACE)):
            if name.endswith(".memray"):
                held += add(stacks, os.path.join(PLACE, name), names)
        if not stacks.counts:
            said = f"{len(waiting)} of its processes did not answer." if waiting else "It has no process left."
            raise Failed(f"The app's memory could not be read. {said}")
        highest = sum(stacks.counts.values())
        return stacks, {"samples": highest, "errors": 0, "highest": highest, "held": held}

    def close(self) -> None:
        """Nothing is left beside the app."""


def add(stacks: Folded, path: str, names: Names) -> int:
    """Add what one process held at its highest; the bytes that it holds at the end. Raises Failed."""
    import memray  # only who reads one pays for it

    held = 0
    try:
        with memray.FileReader(path) as reader:
            for record in reader.get_high_watermark_allocation_records(merge_threads=True):
                frames = [names.frame(*frame) for frame in reversed(record.stack_trace())]
                stacks.add(frames, record.size)
            for record in reader.get_leaked_allocation_records(merge_threads=True):
                held += record.size
    except (OSError, RuntimeError, ValueError) as error:
        raise Failed(f"The app's memory could not be read: {error}") from error
    return held


def alive() -> list[str]:
    """Processes that are followed and have not ended their file yet."""
    names = set(os.listdir(PLACE))
    here = [name.removesuffix(".here") for name in names if name.endswith(".here")]
    return [pid for pid in here if f"{pid}.memray" not in names and os.path.exists(f"/proc/{pid}/stat")]
