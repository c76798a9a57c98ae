"""What a container has used: from its cgroup where this process can see it, else from the engine.

Memory is anonymous and shared memory together, without page cache. Sources: the kernel's cgroup-v1/memory.rst ("rss",
"shmem" of memory.stat) and cgroup-v2.rst ("anon", "shmem").
"""

from collections.abc import Mapping
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
    throttled = _fields(quota / "cpu.stat").get("nr_throttled", 0) if quota else 0
    return Usage(_number(cpu / "cpuacct.usage") / 1e9, _resident(_fields(memory / "memory.stat")), throttled)


def _second(container: str) -> Usage | None:
    """Under cgroup version 2."""
    folder = cgroup.own(container)
    if not folder:
        return None
    cpu, memory = _fields(folder / "cpu.stat"), _fields(folder / "memory.stat")
    return Usage(cpu["usage_usec"] / 1e6, _resident(memory), cpu.get("nr_throttled", 0))


def _number(path: Path) -> int:
    return int(path.read_text())


def _fields(path: Path) -> Mapping[str, int]:
    return {name: int(value) for name, _, value in (line.partition(" ") for line in path.read_text().splitlines())}


def _resident(stat: Mapping[str, int]) -> int:
    """Bytes, of a memory.stat of either version."""
    return stat.get("anon", stat.get("rss", 0)) + stat.get("shmem", 0)


def _from_engine(container: str) -> Usage | None:
    try:
        stats = api().stats(container, stream=False, one_shot=True)
    except NotFound:
        return None
    memory, cpu = stats.get("memory_stats", {}), stats.get("cpu_stats", {})
    if memory.get("usage") is None:  # it has stopped: the engine then answers with nothing but zeros
        return None
    throttled = cpu.get("throttling_data", {}).get("throttled_periods", 0)
    return Usage(cpu["cpu_usage"]["total_usage"] / 1e9, _resident(memory.get("stats", {})), throttled)
