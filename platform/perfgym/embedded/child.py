"""A child process that ends with us: tethered, logged, recorded, and stopped together with its own children."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from perfgym.embedded import tether
from perfgym.embedded.leftovers import remember

KEEP_LOG_BYTES = 5_000_000
LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class Plan:
    """How to run one program."""

    name: str
    command: Sequence[str]
    log: Path
    record: Path  # file that remembers the process while it runs, for whoever comes after a crash
    stop: signal.Signals = signal.SIGTERM
    folder: Path | None = None
    uid: int | None = None
    env: Mapping[str, str] | None = field(default=None, repr=False)


class Child:
    """A running program. Start it from the main thread: the tether holds to the thread that forked."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        _turn_over(plan.log)
        with plan.log.open("ab") as log:
            self._from = log.tell()
            self._process = subprocess.Popen(
                tethered(plan),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=plan.env,
                start_new_session=True,  # Ctrl-C in the terminal is for us; we stop the others in order
            )
        self.pid = self._process.pid
        remember(plan.record, self.pid)

    def ended(self) -> bool:
        """Whether it has ended. It is not reaped yet, so its process group's number is still its own."""
        if self._process.returncode is not None:
            return True
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def tail(self) -> str:
        """The end of what this start of it has logged, at most 4 KiB."""
        with self.plan.log.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(self._from, size - 4096))
            return log.read().decode(errors="replace")

    def ask_to_stop(self) -> None:
        if not self.ended():
            os.kill(self.pid, self.plan.stop)

    def stop(self, seconds: float) -> None:
        """Ask it to stop, give it `seconds`, then kill it and whatever is left of its process group."""
        if self._process.returncode is None:
            self.ask_to_stop()
            deadline = time.monotonic() + seconds
            while not self.ended() and time.monotonic() < deadline:
                time.sleep(LOOK_SECONDS)
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()
        self.plan.record.unlink(missing_ok=True)


def tethered(plan: Plan) -> list[str]:
    """The command that runs the plan's program under the tether."""
    options = ["--parent", str(os.getpid()), "--signal", str(int(plan.stop))]
    if plan.folder:
        options += ["--folder", str(plan.folder)]
    if plan.uid is not None:
        options += ["--uid", str(plan.uid)]
    return [sys.executable, "-I", "-S", str(tether.__file__), *options, "--", *plan.command]


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > KEEP_LOG_BYTES:
        log.replace(log.with_suffix(".old.log"))
