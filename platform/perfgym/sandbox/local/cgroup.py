"""The number of processes of a part, held by a cgroup where we may make one: as root. Sources: cgroups(7), pids.max."""

import contextlib
import os
import secrets
import signal
import time
from collections.abc import Iterator
from pathlib import Path

ROOTS = (Path("/sys/fs/cgroup/pids"), Path("/sys/fs/cgroup"))  # version 1, version 2
PREFIX = "perfgym-"
PATIENCE = 2.0  # seconds


@contextlib.contextmanager
def pids(limit: int) -> Iterator[Path | None]:
    """A fresh group for at most `limit` processes and threads, or None where none can be made.

    Leaving ends whatever is in it, also what slipped out of the part's process tree, and removes it.
    """
    made = _make(limit)
    try:
        yield made
    finally:
        if made:
            _drop(made)


def sweep() -> None:
    """End and remove the groups of processes that were killed before they could."""
    for root in ROOTS:
        for group in root.glob(f"{PREFIX}*-*"):
            pid = group.name.split("-")[1]
            if pid.isdigit() and not Path(f"/proc/{pid}").exists():
                _drop(group)


def _drop(group: Path) -> None:
    """Remove it once the last process is out; one that outlives our patience is left to the next sweep."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):  # not empty yet, or another sweep had it
            _end_all(group)
            group.rmdir()
            return
        if not group.exists():
            return
        time.sleep(0.005)


def _end_all(group: Path) -> None:
    for pid in (group / "cgroup.procs").read_text().split():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


def _make(limit: int) -> Path | None:
    for root in ROOTS:
        group = root / f"{PREFIX}{os.getpid()}-{secrets.token_hex(6)}"
        try:
            group.mkdir()
        except OSError:
            continue
        try:
            (group / "pids.max").write_text(str(limit))
        except OSError:
            group.rmdir()
        else:
            return group
    return None
