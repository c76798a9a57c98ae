"""What a container has used: from its cgroup where this process can see it, else from the engine."""

from functools import cache
from pathlib import Path

from perfgym.sandbox.docker.engine import api
from perfgym.sandbox.protocol import Usage

CGROUP = Path("/sys/fs/cgroup")


def usage(container: str) -> Usage:
    """CPU seconds, memory in bytes and throttled periods so far. A container that is gone has used nothing more."""
    folder = _folders(container)
    if folder is None:
        return _from_engine(container)
    cpu, memory, stat = folder
    try:
        throttled = _field(stat, "nr_throttled")
        if cpu.name == "cpu.stat":
            return Usage(_field(cpu, "usage_usec") / 1e6, int(memory.read_text()), throttled)
        return Usage(int(cpu.read_text()) / 1e9, int(memory.read_text()), throttled)
    except OSError:
        return _from_engine(container)


@cache
def _folders(container: str) -> tuple[Path, Path, Path] | None:
    """(CPU, memory, throttling) files of a container under cgroup v1 or v2, or None where they are not visible."""
    v1 = [
        CGROUP / "cpuacct/docker" / container / "cpuacct.usage",
        CGROUP / "memory/docker" / container / "memory.usage_in_bytes",
    ]
    if all(path.exists() for path in v1):
        return v1[0], v1[1], CGROUP / "cpu/docker" / container / "cpu.stat"
    for parent in (CGROUP / "system.slice" / f"docker-{container}.scope", CGROUP / "docker" / container):
        if (parent / "cpu.stat").exists():
            return parent / "cpu.stat", parent / "memory.current", parent / "cpu.stat"
    return None


def _field(path: Path, name: str) -> int:
    for line in path.read_text().splitlines():
        key, _, value = line.partition(" ")
        if key == name:
            return int(value)
    return 0


def _from_engine(container: str) -> Usage:
    stats = api().stats(container, stream=False, one_shot=True)
    cpu = stats.get("cpu_stats", {})
    total = cpu.get("cpu_usage", {}).get("total_usage", 0)
    throttled = cpu.get("throttling_data", {}).get("throttled_periods", 0)
    return Usage(total / 1e9, stats.get("memory_stats", {}).get("usage", 0), throttled)
