"""The machine under a measurement: its CPU times by slice, and the facts that make two measurements comparable."""

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class CpuTimes:
    """Seconds since boot, summed over the cores in question."""

    busy: float
    idle: float
    steal: float

    @classmethod
    def now(cls, cores: tuple[int, ...] = ()) -> "CpuTimes":
        """Of the given cores, or of all when none is given. Source: proc(5), /proc/stat."""
        wanted = {f"cpu{core}" for core in cores} or {"cpu"}
        busy = idle = steal = 0
        for line in Path("/proc/stat").read_text().splitlines():
            name, *fields = line.split()
            if name in wanted:
                user, nice, system, idle_, iowait, irq, softirq, steal_ = (int(field) for field in fields[:8])
                busy, idle, steal = busy + user + nice + system + irq + softirq, idle + idle_ + iowait, steal + steal_
        return cls(busy / TICK, idle / TICK, steal / TICK)

    def since(self, start: "CpuTimes") -> "CpuTimes":
        return CpuTimes(self.busy - start.busy, self.idle - start.idle, self.steal - start.steal)

    @property
    def steal_share(self) -> float:
        """Share of the wanted time that the hypervisor gave to others, 0..1."""
        total = self.busy + self.idle + self.steal
        return self.steal / total if total else 0.0


class Cores:
    """How full some cores are, whoever uses them: the app, its database, or other work on this machine."""

    def __init__(self, cores: tuple[int, ...] = ()) -> None:
        self._cores, self._last = cores, CpuTimes.now(cores)

    def full(self) -> float:
        """Share of the time since the last call in which they worked, or a hypervisor had taken them away, 0..1."""
        self._last, before = CpuTimes.now(self._cores), self._last
        passed = self._last.since(before)
        total = passed.busy + passed.idle + passed.steal
        return round(1 - passed.idle / total, 3) if total > 0 else 0.0


def facts() -> Mapping[str, Any]:
    """CPU model, cores, memory and kernel: what a fingerprint says about the host."""
    return {
        "cpu": _field("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory_kb": int(_field("/proc/meminfo", "MemTotal").split()[0] or 0),
        "kernel": platform.release(),
        "python": platform.python_version(),
    }


def _field(path: str, name: str) -> str:
    for line in Path(path).read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "0"
