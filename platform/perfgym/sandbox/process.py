"""The plain-process driver: level S1, the last resort on one person's own machine. It isolates next to nothing."""

import os
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from perfgym.embedded import binaries
from perfgym.sandbox.local import cgroup, command, folders, syscalls, template
from perfgym.sandbox.local.part import LocalPart
from perfgym.sandbox.local.readback import Hold, Report
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
        uid = _uid(part.role)
        scratch = command.Scratch(folder / "scratch", part.limits.scratch_bytes, uid or os.geteuid(), "711")
        scratch.folder.mkdir(mode=0o711)
        os.chown(scratch.folder, uid or -1, uid or -1)
        calls = folder / "calls"
        calls.write_bytes(syscalls.program(profiled=part.profiled) or b"")
        group = self._stack.enter_context(cgroup.pids(part.limits.pids))
        report = Report()
        line = command.words(part.command, self._ports)
        line = command.entered(line, report.number, str(scratch.folder), uid=uid, calls=calls)
        line = command.launched(line, part.limits, scratch, group, guard=report.number)
        started = LocalPart(part, line, self._environment(part, str(scratch.folder)), folder / "files", report)
        self._stack.callback(started.close)
        started.read_back(_hold(part, uid, group))
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


def _hold(part: Part, uid: int, group: Path | None) -> Hold:
    """What always holds. Whether scratch has a size is read back and stored; the network never is the part's own."""
    limits = part.limits
    exactly: dict[str, object] = {
        "no_new_privs": True,
        "seccomp": syscalls.program() is not None,
        "core": 0,
        "msgqueue": 0,
        "uid": [uid or os.geteuid()] * 3,
    }
    exactly |= {"cores": sorted(limits.cores)} if limits.cores else {}
    exactly |= {"pids": limits.pids} if group else {}
    says = {
        "memory_bytes": limits.memory_bytes,
        "memory_held_by": "a watcher, ten times a second",
        "pids": limits.pids,
        "pids_held_by": "a cgroup" if group else "a watcher, ten times a second",
        "cores_held_by": "affinity, which the filter of system calls keeps",
        "not_held": "network, files of this machine, sight of other processes",
    }
    return Hold(exactly, {"nofile": limits.nofile}, (), says, group)
