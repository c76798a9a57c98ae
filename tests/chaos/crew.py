"""The workers of a campaign: each dies at the point drawn for it and is started again with another."""

import random
import signal
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from perfgym.runs.killpoints import VARIABLE, KillPoint
from tests.deployment import Deployment

RARE = (KillPoint.AFTER_RELEASE, KillPoint.BEFORE_RECOVERY_COMMIT, KillPoint.AFTER_RECOVERY)  # not in every run
POINTS = tuple(point for point in KillPoint if point is not KillPoint.AFTER_ACCEPT)  # that one is the site's
TIMES = 6  # a worker dies between the first and this many times that it gets to its point
LEASE_SECONDS = "4"


@dataclass
class Crew:
    """`killed` counts, by point, workers that died where they were started to die."""

    platform: Deployment
    drivers: Sequence[str]
    draw: random.Random
    killed: Counter[str] = field(default_factory=Counter)
    faults: bool = True
    _points: dict[str, KillPoint | None] = field(default_factory=dict)
    _bag: list[KillPoint | None] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [f"worker{at}" for at in range(len(self.drivers))]

    def look_after(self) -> None:
        """Start whoever is not here; note who has died."""
        for name, driver in zip(self.names, self.drivers, strict=True):
            process = self.platform.processes.get(name)
            if process is None or process.poll() is not None:
                if process and process.returncode == -signal.SIGKILL and (point := self._points[name]):
                    self.killed[point] += 1
                self._start(name, driver)

    def process(self, name: str) -> subprocess.Popen[bytes]:
        return self.platform.processes[name]

    def drawn(self) -> str:
        """The name of one that is alive."""
        self.look_after()
        return self.draw.choice(self.names)

    def holder(self, patience: int = 20) -> str | None:
        """The name of one that has a run in its hands; None when nobody has for a while."""
        for _ in range(patience):
            held = self.platform.rows("SELECT worker FROM runs_run WHERE state = 'running' ORDER BY random() LIMIT 1")
            pid = held[0][0].rpartition("-")[2] if held else ""
            for name in self.names:
                if str(self.process(name).pid) == pid:
                    return name
        return None

    def _start(self, name: str, driver: str) -> None:
        self._points[name] = point = self._next() if self.faults else None
        times = 1 if point in RARE else self.draw.randint(1, TIMES)
        self.platform.start_chaos_worker(
            name,
            PERFGYM_SANDBOX=driver,
            PERFGYM_LEASE_SECONDS=LEASE_SECONDS,
            **({VARIABLE: f"{point}:{times}"} if point else {}),
        )

    def _next(self) -> KillPoint | None:
        """Every point comes once in a bag, as do some workers that are left in peace."""
        if not self._bag:
            self._bag = [*POINTS, *len(self.drivers) * [None]]
            self.draw.shuffle(self._bag)
        return self._bag.pop()
