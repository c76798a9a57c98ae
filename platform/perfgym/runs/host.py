"""What is known of this machine as one that measures: its isolation, its sentinel and its labs' calibrations.

All of it lies in the state folder.

It belongs to the machine, not to the site: another machine, engine or set of cores has a key and a folder of its own.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from perfgym.catalog.judged import judged
from perfgym.catalog.lab import Lab
from perfgym.embedded import home
from perfgym.runs import machine
from perfgym.runs.outcome import Reason
from perfgym.sandbox.protocol import Driver
from perfgym.sandbox.slots import Slot

LASTS = timedelta(hours=24)  # what was found of a machine
SENTINEL_AGAIN = timedelta(minutes=15)  # after what failed: what disturbed it may be over
NOISY_AGAIN = timedelta(minutes=3)  # it came to no verdict, so asking again is no second chance for a bad machine
ISOLATION_AGAIN = timedelta(minutes=2)  # a test of seconds, and until it passes nothing runs


@dataclass(frozen=True)
class Host:
    """The records of one machine with one driver and one slot."""

    folder: Path

    @classmethod
    def of(cls, driver: Driver, slot: Slot) -> "Host":
        return cls(home.path() / "host" / key(driver, slot))

    @property
    def key(self) -> str:
        return self.folder.name

    def sentinel(self) -> dict[str, Any] | None:
        """The last sentinel: at, ok, verdict, ratio, interval, sentence. None before the first."""
        return self._read("sentinel.json")

    def keep_sentinel(self, found: Mapping[str, Any]) -> None:
        self._write("sentinel.json", found)

    def sentinel_due(self, now: datetime) -> bool:
        """Whether the sentinel should be asked again."""
        next_at = self.sentinel_next()
        return next_at is None or now > next_at

    def sentinel_next(self) -> datetime | None:
        """When the sentinel is asked again; None before it was asked."""
        last = self.sentinel()
        if last is None:
            return None
        return _until(last, NOISY_AGAIN if last.get("verdict") == Reason.TOO_NOISY else SENTINEL_AGAIN)

    def isolation(self) -> dict[str, Any] | None:
        """The last self-test of the sandbox: at, ok, level, sentence, checks. None before the first."""
        return self._read("isolation.json")

    def isolation_told(self) -> dict[str, Any]:
        """What a run keeps of it: when it was tested, whether it held, and the level that this allows."""
        last = self.isolation()
        return {name: last[name] for name in ("at", "ok", "level")} if last else {"ok": None}

    def keep_isolation(self, found: Mapping[str, Any]) -> None:
        self._write("isolation.json", found)

    def isolation_due(self, now: datetime) -> bool:
        """Whether the sandbox should be tested again."""
        return _due(self.isolation(), now, ISOLATION_AGAIN)

    def calibration(self, lab: Lab) -> dict[str, Any] | None:
        """What calibrating the lab found here, or None; another text of its guide changes nothing."""
        found = self._read(f"lab-{lab.slug}.json")
        return found if found and found.get("judged") == judged(lab) else None

    def keep_calibration(self, lab: Lab, found: Mapping[str, Any]) -> None:
        self._write(f"lab-{lab.slug}.json", {"judged": judged(lab), **found})

    def reference_ratio(self, lab: Lab) -> float:
        """What earns full marks: the reference's ratio as calibrated here, else as the lab states it."""
        found = self.calibration(lab)
        return float(found["reference_ratio"]) if found else lab.score.reference_ratio

    def _read(self, name: str) -> dict[str, Any] | None:
        file = self.folder / name
        return dict(json.loads(file.read_text())) if file.exists() else None

    def _write(self, name: str, found: Mapping[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        home.write_private(self.folder / name, json.dumps({"at": now().isoformat(), **found}, indent=2))


def _due(last: Mapping[str, Any] | None, now: datetime, again: timedelta) -> bool:
    return last is None or now > _until(last, again)


def _until(last: Mapping[str, Any], again: timedelta) -> datetime:
    return datetime.fromisoformat(last["at"]) + (LASTS if last["ok"] else again)


def key(driver: Driver, slot: Slot) -> str:
    """Names what a number depends on: CPU, cores, kernel, driver and the cores in use; 12 hex digits."""
    facts = {
        **machine.facts(),
        "driver": driver.name,
        "level": str(driver.level),
        "cores": [list(slot.app_cores), list(slot.runner_cores)],
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:12]


def now() -> datetime:
    return datetime.now(UTC)
