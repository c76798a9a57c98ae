"""What a container has used: from its cgroup where this process can see it, else from the engine."""

from pathlib import Path

from docker.errors import NotFound

from perfgym.sandbox.docker import cgroup
from perfgym.sandbox.docker.engine import api
from perfgym.sandbox.protocol import Usage


def usage(container: str) -> Usage | None:
    """CPU seconds, memory in bytes and throttled periods so far; None once it is gone."""
    try:
        return _first(container) or _second(container) or _from_engine(container)
    except OSError:  # its cgroup went while we read
        return None


def _first(container: str) -> Usage | None:
    """Under cgroup version 1."""
    cpu, memory, quota = (cgroup.of(kind, container) for kind in ("cpuacct", "memory", "cpu"))
    if not cpu or not memory:
        return None
    throttled = _field(quota / "cpu.stat", "nr_throttled") if quota else 0
    return Usage(_number(cpu / "cpuacct.usage") / 1e9, _number(memory / "memory.usage_in_bytes"), throttled)


def _second(container: str) -> Usage | None:
    """Under cgroup version 2."""
    folder = cgroup.own(container)
    if not folder:
        return None
    stat = folder / "cpu.stat"
    return Usage(_field(stat, "usage_usec") / 1e6, _number(folder / "memory.current"), _field(stat, "nr_throttled"))


def _number(path: Path) -> int:
    return int(path.read_text())


def _field(path: Path, name: str) -> int:
    for line in path.read_text().splitlines():
        key, _, value = line.partition(" ")
        if key == name:
            return int(value)
    return 0


def _from_engine(container: str) -> Usage | None:
    try:
        stats = api().stats(container, stream=False, one_shot=True)
    except NotFound:
        return None
    memory, cpu = stats.get("memory_stats", {}).get("usage"), stats.get("cpu_stats", {})
    if memory is None:  # it has stopped: the engine then answers with nothing but zeros
        return None
    throttled = cpu.get("throttling_data", {}).get("throttled_periods", 0)
    return Usage(cpu["cpu_usage"]["total_usage"] / 1e9, memory, throttled)
