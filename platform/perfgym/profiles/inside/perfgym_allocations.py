"""Runs the app's own command in this process, and follows the memory that it takes.

    perfgym_allocations.py FOLDER -m module arguments
    perfgym_allocations.py FOLDER script.py arguments

memray counts in aggregate, so nothing grows with the traffic. A process that is forked is followed anew: what it shares
with its parent is counted there. Once FOLDER has a file `end`, each process ends NUMBER.memray there.
"""

import contextlib
import os
import sys
import threading
import time

import memray
from perfgym_run import run

LOOK_SECONDS = 0.1


class Follower:
    """What follows one process."""

    def __init__(self, place: str) -> None:
        self.place = place

    def start(self) -> None:
        self.path = os.path.join(self.place, str(os.getpid()))
        self.tracker = memray.Tracker(
            destination=memray.FileDestination(f"{self.path}.draft", overwrite=True, compress_on_exit=False),
            file_format=memray.FileFormat.AGGREGATED_ALLOCATIONS,
            trace_python_allocators=True,
        )
        self.tracker.__enter__()
        open(f"{self.path}.here", "w").close()
        threading.Thread(target=self.wait, name="memory profile", daemon=True).start()

    def forked(self) -> None:
        """In a new process: memray has stopped, but not undone what it had changed in Python."""
        self.tracker.__exit__(None, None, None)
        self.start()

    def wait(self) -> None:
        while not os.path.exists(os.path.join(self.place, "end")):
            time.sleep(LOOK_SECONDS)
        self.tracker.__exit__(None, None, None)
        with contextlib.suppress(OSError):
            os.rename(f"{self.path}.draft", f"{self.path}.memray")


def main() -> None:
    follower = Follower(sys.argv[1])
    follower.start()
    os.register_at_fork(after_in_child=follower.forked)
    run(sys.argv[2:])


if __name__ == "__main__":
    main()
