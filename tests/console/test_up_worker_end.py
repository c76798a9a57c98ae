"""A worker that is told to stop surely ends, whatever its task does."""

import subprocess
import sys

SCRIPT = """
import threading
from perfgym.console import labour
labour.END_SECONDS = 0
threading.Thread(target=threading.Event().wait).start()  # a task that never ends, as a thread that the exit waits for
labour._end_surely()
"""


def test_a_task_that_does_not_end_cannot_hold_it_up() -> None:
    assert subprocess.run([sys.executable, "-c", SCRIPT], check=False, timeout=60).returncode == 0
