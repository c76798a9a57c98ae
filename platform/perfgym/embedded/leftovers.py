"""What an `up` that was killed may leave for a moment: children that are still stopping, known by their records."""

import contextlib
import json
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

LOOK_SECONDS = 0.02


def remember(record: Path, pid: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        record.write_text(json.dumps([pid, psutil.Process(pid).create_time()]))


def settle(records: Path, seconds: float) -> None:
    """Wait for the children of an `up` that was killed, which are stopping on their own; kill those that do not."""
    left = [process for record in sorted(records.glob("*.pid")) if (process := _remembered(record))]
    for process in _still_alive(left, seconds):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    _still_alive(left, seconds)
    for record in records.glob("*.pid"):
        record.unlink()


def _still_alive(processes: Sequence[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that have not ended after `seconds`; they need not be ours, so nobody may have reaped them yet."""
    deadline = time.monotonic() + seconds
    while (alive := [process for process in processes if _lives(process)]) and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    return alive


def _lives(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def _remembered(record: Path) -> psutil.Process | None:
    """The very process of the record; None when it is gone and its number belongs to nobody or somebody else."""
    try:
        pid, created = json.loads(record.read_text())
        process = psutil.Process(pid)
        return process if abs(process.create_time() - created) < 1 else None
    except (ValueError, TypeError, psutil.Error):
        return None
