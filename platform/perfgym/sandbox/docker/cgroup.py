"""A container's cgroup, where this process can see it: under version 1 a folder a kind, under version 2 one for all."""

from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
LIMITS = {  # name: (kind and file under version 1, file under version 2)
    "memory": ("memory", "memory.limit_in_bytes", "memory.max"),
    "pids": ("pids", "pids.max", "pids.max"),
    "cores": ("cpuset", "cpuset.cpus", "cpuset.cpus"),
}


def own(container: str) -> Path | None:
    """The folder of version 2, or None."""
    for folder in (ROOT / "system.slice" / f"docker-{container}.scope", ROOT / "docker" / container):
        if (folder / "cgroup.procs").exists():
            return folder
    return None


def of(kind: str, container: str) -> Path | None:
    """The folder of one kind under version 1, or None. Kinds are mounted alone or with others (cpu,cpuacct)."""
    folder = ROOT / kind / "docker" / container
    return folder if folder.exists() else None


def limits(container: str) -> dict[str, object]:
    """Memory in bytes, number of processes, cores; what cannot be seen or has no limit is left out."""
    texts = {name: _text(container, *where) for name, where in LIMITS.items()}
    found: dict[str, object] = {name: int(text) for name, text in texts.items() if text.isdigit() and name != "cores"}
    if texts["cores"]:
        found["cores"] = _cores(texts["cores"])
    return found


def _text(container: str, kind: str, first: str, second: str) -> str:
    folder, whole = of(kind, container), own(container)
    path = folder / first if folder else whole / second if whole else None
    return path.read_text().strip() if path and path.exists() else ""


def _cores(text: str) -> tuple[int, ...]:
    """`0-2,5` as (0, 1, 2, 5)."""
    spans = [span.partition("-") for span in text.split(",")]
    return tuple(core for low, _, high in spans for core in range(int(low), int(high or low) + 1))
