"""The plain-process driver: level S1, the last resort on one person's own machine. It isolates next to nothing."""

import os
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from perfgym.embedded import binaries
from perfgym.sandbox.local import cgroup, command, folders, template
from perfgym.sandbox.local.part import LocalPart
from perfgym.sandbox.parts import UIDS, fill
from perfgym.sandbox.protocol import Labels, Level, Part, Role


class ProcessPod:
    """Process groups with ports of their own on this machine's loopback."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._ports = {"APP_PORT": str(_free_port()), "DB_PORT": str(_free_port())}

    def start(self, part: Part) -> LocalPart:
        folder = folders.make(part.files)
        self._stack.callback(folders.drop, folder)
        scratch = folder / "scratch"
        scratch.mkdir(mode=0o711)
        uid = _uid(part.role)
        os.chown(scratch, uid or -1, uid or -1)
        group = self._stack.enter_context(cgroup.pids(part.limits.pids))
        line = command.words(part.command, self._ports)
        line = command.launched(line, part.limits, group=group, guard=True, uid=uid)
        started = LocalPart(part, line, self._environment(part, str(scratch)), folder / "files", _applied(part, uid))
        self._stack.callback(started.close)
        return started

    def close(self) -> None:
        self._stack.close()

    def __enter__(self) -> "ProcessPod":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _environment(self, part: Part, scratch: str) -> dict[str, str]:
        base = {"HOME": scratch, "SCRATCH": scratch, "TMPDIR": scratch, "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"}
        base |= {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "PYTHONDONTWRITEBYTECODE": "1"}
        if part.role is Role.DATABASE:
            base |= {**template.postgres_environment(), "TEMPLATE": str(template.of(part.app))}
        return {**base, **self._ports, **{name: fill(value, self._ports) for name, value in part.env.items()}}


class ProcessDriver:
    """Level S1: works everywhere, and must only ever run one's own code."""

    name = "process"
    level = Level.S1

    def problem(self) -> str | None:
        return None if sys.platform == "linux" else "pods need Linux"

    def prepare(self, app: str) -> None:
        template.of(app)

    def open(self, labels: Labels) -> ProcessPod:
        return ProcessPod()

    def reap(self, site: str, alive: Callable[[], Iterable[tuple[str, int]]]) -> int:
        """Nothing to do: every part is tied to the worker's process and ends with it."""
        cgroup.sweep()
        return folders.sweep()

    def describe(self) -> Mapping[str, object]:
        return {"engine": "none", "python": sys.version.split()[0]}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _uid(role: Role) -> int:
    """Whom root starts a part as; 0: as whom we are. The database's script gives its server a user of its own.

    An unprivileged user can only run our Python where it can reach it, which below root's home it cannot.
    """
    uid = UIDS[role]
    able = os.geteuid() == 0 and role is not Role.DATABASE
    prefixes = (Path(sys.prefix), Path(sys.base_prefix))
    return uid if able and all(binaries.reachable(prefix, uid) for prefix in prefixes) else 0


def _applied(part: Part, uid: int) -> dict[str, object]:
    limits = part.limits
    return {
        "memory_bytes": limits.memory_bytes,
        "pids": limits.pids,
        "cores": list(limits.cores),
        "nofile": limits.nofile,
        "user": uid or os.geteuid(),
        "held_by": "rlimits and a watcher; scratch and network are not held",
    }
