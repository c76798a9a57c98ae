"""A CPU profile by py-spy, which looks at the app's stacks from outside and does not stop it to look.

Some systems let a process be looked at only by those it descends from (Yama, ptrace_scope 1). So whoever starts the app
becomes the profiler once recording begins. Sources: py-spy's README, prctl(2), process_vm_readv(2).
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from typing import Any, NoReturn

from perfgym_folded import Failed, Folded, read

PROGRAM = os.path.join(os.path.dirname(sys.executable), "py-spy")
OUT = os.path.join(os.environ.get("SCRATCH", "."), ".perfgym-profile")
SAID = f"{OUT}.log"
END_SECONDS = 20.0
ERRORS = re.compile(r"Errors: (\d+)")


class Cpu:
    """The app, started by a process of ours that later is the profiler."""

    announced = False

    def __init__(self, command: list[str], rate: int) -> None:
        self.rate, (wait, self.go), (told, tell) = rate, os.pipe(), os.pipe()
        self.keeper = os.fork()
        if not self.keeper:
            os.close(self.go)
            keep(command, rate, wait, tell)
        os.close(tell)
        os.close(wait)
        first = os.read(told, 20)
        if not first:
            os._exit(127)
        self.app = int(first)

    def begin(self) -> None:
        os.write(self.go, b"1")

    def end(self) -> tuple[Folded, dict[str, Any]]:
        """Ask the profiler for what it has. Raises Failed where there is nothing."""
        os.kill(self.keeper, signal.SIGINT)
        deadline = time.monotonic() + END_SECONDS
        while os.waitpid(self.keeper, os.WNOHANG)[0] == 0:
            if time.monotonic() > deadline:
                os.kill(self.keeper, signal.SIGKILL)
                raise Failed(f"The profiler did not write its profile within {END_SECONDS:.0f} s.")
            time.sleep(0.02)
        said = read(SAID).decode(errors="replace")
        stacks = Folded.of(read(OUT).decode(errors="replace"))
        if not stacks.counts:
            raise Failed(f"The profiler saw no Python code at work. {said.strip()[-500:]}")
        found = ERRORS.search(said)
        return stacks, {"samples": sum(stacks.counts.values()), "errors": int(found[1]) if found else 0}

    def close(self) -> None:
        """End the profiler, so that the app's exit code comes to who is above it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.keeper, signal.SIGKILL)


def keep(command: list[str], rate: int, wait: int, tell: int) -> NoReturn:
    """Start the app, say its number, and become the profiler when told to."""
    app = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=2)
    os.write(tell, b"%d\n" % app.pid)
    os.close(tell)
    if not os.read(wait, 1):
        os._exit(0)
    log = os.open(SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    line = [PROGRAM, "record", "--pid", str(app.pid), "--rate", str(rate), "--format", "raw", "--output", OUT]
    os.execv(PROGRAM, [*line, "--nonblocking", "--subprocesses", "--function", "--full-filenames"])  # noqa: S606
