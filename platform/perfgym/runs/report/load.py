"""A finished load test as its page needs it: what was stored of each second, and every request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from perfgym.catalog.app import App
from perfgym.measure.bundle.archive import unpack
from perfgym.measure.bundle.arrays import column
from perfgym.measure.errors import BadBundle
from perfgym.runs.models import Run

Numbers = NDArray[np.float64]
Second = Mapping[str, Any]
PARTS = ("app", "database", "generator")
_COLUMNS = ("start_s", "latency_ms", "ok")


@dataclass(frozen=True)
class Raw:
    """Every request, one below the other: when it was sent (s), how long it took (ms), whether it was good."""

    start_s: Numbers
    latency_ms: Numbers
    ok: NDArray[np.bool_]


@dataclass(frozen=True)
class Load:
    """`memory` has the limit of each part in bytes, `cores` how many the app (with its database) and the generator had.

    `raw` is None where no request was kept.
    """

    result: Mapping[str, Any]
    cores: Mapping[str, int]
    memory: Mapping[str, int]
    raw: Raw | None = None

    @classmethod
    def of(cls, run: Run, evidence: bytes | None) -> "Load":
        return cls.told(run.result, run.fingerprint, run.current_lab().app, evidence)

    @classmethod
    def told(
        cls, result: Mapping[str, Any], fingerprint: Mapping[str, Any], app: App, evidence: bytes | None
    ) -> "Load":
        """Of a test that is no row of the database."""
        cores = fingerprint.get("cores", {})
        counted = {"app": len(cores.get("app", ())), "generator": len(cores.get("runner", ()))}
        return cls(result, counted, _memory(fingerprint, app), read(evidence) if evidence else None)

    @property
    def seconds(self) -> Sequence[Second]:
        found: Sequence[Second] = self.result.get("series") or []
        return found

    @property
    def end(self) -> float:
        """Seconds of the test, at least one."""
        return max([1.0, *(float(one["t"]) for one in self.seconds)])

    @property
    def times(self) -> list[float]:
        return [float(one["t"]) for one in self.seconds]

    def used(self, part: str, what: str) -> list[float | None]:
        """CPU in cores or memory in bytes of a part by second; None where it is not known."""
        return [_reading(one, part, what) for one in self.seconds]

    @cached_property
    def good_ms(self) -> Numbers:
        """Latencies of the requests that did not fail, ascending."""
        return np.sort(self.raw.latency_ms[self.raw.ok]) if self.raw else np.empty(0)

    @cached_property
    def failed_ms(self) -> Numbers:
        return np.sort(self.raw.latency_ms[~self.raw.ok]) if self.raw else np.empty(0)


def read(evidence: bytes) -> Raw | None:
    """The requests of a load test's evidence; None where it holds none. Raises BadBundle."""
    members = unpack(evidence)
    if "requests.npz" in members:
        members = unpack(members["requests.npz"])
    if any(f"{name}.npy" not in members for name in _COLUMNS):
        return None
    start, ms, ok = (column(members[f"{name}.npy"], name) for name in _COLUMNS)
    if not len(start) == len(ms) == len(ok):
        raise BadBundle("The columns of the raw data have different lengths.")
    return Raw(start, ms, ok.astype(bool)) if len(start) else None


def _reading(second: Second, part: str, what: str) -> float | None:
    value = (second.get("resources") or {}).get(part, {}).get(what)
    return float(value) if isinstance(value, int | float) else None


def _memory(fingerprint: Mapping[str, Any], app: App) -> dict[str, int]:
    """What was read back where the engine told it, else what the app's manifest asks for."""
    applied = (fingerprint.get("limits") or {}).get("own", {})
    asked = {"app": app.limits.memory_bytes, "database": app.database_limits.memory_bytes}
    told = {name: (applied.get({"generator": "runner"}.get(name, name)) or {}).get("Memory") for name in PARTS}
    return {name: int(value) for name in PARTS if (value := told[name] or asked.get(name))}
