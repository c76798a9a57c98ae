"""What the parts of a pod use by second: CPU in cores (CPU seconds a second), memory in bytes.

Read from outside of them by the worker, off the measured core and never while a request of a comparison is under way.
A reading of one pod (app, database, generator) takes well under a millisecond where cgroups or /proc can be read, and
some milliseconds where only the engine can be asked.
"""

import time
from collections.abc import Mapping
from typing import Any

from perfgym.runs.arm import Arm
from perfgym.runs.pairs import Measured
from perfgym.sandbox.protocol import Usage

EVERY = 2  # slices of a comparison: one second
SHORTEST = 0.2  # seconds over which a reading says something

Resources = dict[str, dict[str, float]]  # part -> {"cpu": cores, "memory": bytes}


class Meter:
    """Of one arm. A part that the arm does not have is absent."""

    def __init__(self, arm: Arm) -> None:
        self._arm = arm
        self._found: Resources = {}
        self.begin()

    def begin(self) -> None:
        """Forget what was used until now."""
        self._at, self._used = time.monotonic(), self._arm.usage()

    def take(self) -> Resources:
        """What was used since the last time, or the same as then where that is but a moment ago."""
        seconds = time.monotonic() - self._at
        if seconds >= SHORTEST or not self._found:
            before = self._used
            self.begin()
            self._found = {name: _rates(before.get(name), used, seconds) for name, used in self._used.items()}
        return self._found


class Meters:
    """Of both arms of a comparison, read after every second slice of a segment."""

    def __init__(self, arms: Mapping[str, Arm], segment: int, rows: list[dict[str, Any]]) -> None:
        """`rows` has what was read in the segments before, and is added to."""
        self._meters = {name: Meter(arm) for name, arm in arms.items()}
        self._segment, self._rows = segment, rows
        self._t = rows[-1]["t"] if rows else 0.0

    def after(self, measured: Measured) -> dict[str, Resources]:
        """The last reading, {"before": ..., "after": ...}; empty before the first."""
        self._t += measured.slice.seconds
        if measured.slice.index % EVERY == EVERY - 1:
            found = {name: meter.take() for name, meter in self._meters.items()}
            self._rows.append({"t": round(self._t, 2), "segment": self._segment, **found})
        last = self._rows[-1] if self._rows else {}
        return {name: last[name] for name in self._meters if name in last}


def _rates(before: Usage | None, used: Usage, seconds: float) -> dict[str, float]:
    cpu = used.cpu_seconds - before.cpu_seconds if before else 0.0
    return {"cpu": round(max(0.0, cpu) / max(seconds, 1e-6), 3), "memory": used.memory_bytes}
