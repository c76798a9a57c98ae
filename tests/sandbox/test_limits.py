"""Limits hold: memory, processes, scratch, cores, open files; what is set is what the part finds."""

import json
import os
from dataclasses import replace
from typing import Any

import pytest

from perfgym.sandbox.docker import container
from perfgym.sandbox.docker import settings as docker_settings
from perfgym.sandbox.errors import LimitNotSet
from perfgym.sandbox.local import command, syscalls
from perfgym.sandbox.protocol import Closed, EndReason, Pod, Role
from tests.sandbox.behaviours import ECHO
from tests.sandbox.conftest import BUBBLEWRAP, answer, ended, in_docker, isolated, locally, part

GREEDY = "blocks = []\nwhile True: blocks.append(bytearray(b'x') * (8 << 20))"
CORES = sorted(os.sched_getaffinity(0))[:2]
FORK = """
import os, time
made = 0
for _ in range(200):
    try:
        pid = os.fork()
    except OSError:
        break
    if pid == 0:
        time.sleep(3); os._exit(0)
    made += 1
print(made, flush=True)
"""


@pytest.mark.parametrize("role", [Role.RUNNER, Role.APP])
def test_memory_is_held(pod: Pod, role: Role) -> None:
    assert ended(pod.start(part(GREEDY, role, memory_bytes=96 << 20))).reason is EndReason.MEMORY


def test_memory_of_children_counts(pod: Pod) -> None:
    """A cgroup may end the greedy child alone; a watcher ends the part."""
    script = f"import subprocess, sys\nprint(subprocess.run([sys.executable, '-c', {GREEDY!r}]).returncode, flush=True)"
    process = pod.start(part(script, memory_bytes=96 << 20))
    try:
        assert process.receive(30) == b"-9"
    except Closed:
        assert ended(process).reason is EndReason.MEMORY


def test_the_number_of_processes_is_held(pod: Pod) -> None:
    process = pod.start(part(FORK, pids=24))
    try:
        line = process.receive(20)
    except Closed:
        assert ended(process).reason is EndReason.PIDS
    else:
        assert line is not None
        assert int(line) < 24


@isolated
def test_scratch_is_small_and_the_only_place_to_write(pod: Pod) -> None:
    script = """
import errno, json, os
told = done = 0
with open(os.path.join(os.environ["SCRATCH"], "big"), "wb", buffering=0) as file:
    try:
        for done in range(64): file.write(bytes(1 << 20))
    except OSError as error:
        told = error.errno
paths = ("/", "/usr", "/etc", "/var", "/home", os.getcwd(), os.path.dirname(os.getcwd()))
writable = [path for path in paths if os.path.isdir(path) and os.access(path, os.W_OK)]
print(json.dumps([errno.errorcode.get(told), done <= 16, writable]))
"""
    assert answer(pod, script, scratch_bytes=16 << 20) == ["ENOSPC", True, []]


@pytest.mark.parametrize("core", CORES)
def test_a_part_is_pinned(pod: Pod, core: int) -> None:
    script = "import json, os; print(json.dumps(sorted(os.sched_getaffinity(0))))"
    assert answer(pod, script, cores=(core,)) == [core]


def test_a_part_cannot_leave_its_cores(pod: Pod) -> None:
    script = """
import json, os
try: os.sched_setaffinity(0, range(os.cpu_count()))
except PermissionError: pass
print(json.dumps(sorted(os.sched_getaffinity(0))))
"""
    assert answer(pod, script, cores=(CORES[0],)) == [CORES[0]]


@isolated
def test_many_empty_files_fill_scratch_as_large_ones_do(pod: Pod) -> None:
    script = """
import errno, json, os
told = made = 0
try:
    for made in range(10_000): open(os.path.join(os.environ["SCRATCH"], str(made)), "x").close()
except OSError as error:
    told = error.errno
print(json.dumps([errno.errorcode.get(told), made <= 4096]))
"""
    assert answer(pod, script) == ["ENOSPC", True]


def test_open_files_are_limited_and_no_core_is_dumped(pod: Pod) -> None:
    script = """
import json, resource
print(json.dumps([resource.getrlimit(kind)[1] for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)]))
"""
    assert answer(pod, script, nofile=300) == [300, 0]


def test_what_was_set_is_told(pod: Pod) -> None:
    applied = {name.lower(): value for name, value in pod.start(part(ECHO.script)).applied().items()}
    assert applied.get("memory_bytes", applied.get("memory")) == 256 << 20
    assert applied.get("pids", applied.get("pidslimit")) == 32
    assert applied.get("cores", applied.get("cpusetcpus")) in ([0], "0")


def test_what_is_told_was_read_back_from_the_part_itself(pod: Pod) -> None:
    """By each driver in its own words; the part is asked for the same from inside."""
    script = """
import json, os, resource
print(json.dumps([os.getuid(), resource.getrlimit(resource.RLIMIT_NOFILE)[1]]), flush=True)
import threading; threading.Event().wait()
"""
    process = pod.start(part(script, nofile=300))
    line = process.receive(30)
    assert line is not None
    applied: dict[str, Any] = dict(process.applied())
    user = int(applied["User"].split(":")[0]) if "User" in applied else applied["uid"][0]
    assert [user, applied["nofile"]] == json.loads(line)


LOOSE: dict[str, tuple[object, str]] = {
    "PidsLimit": (4096, "PidsLimit should be 32 and reads back as 4096"),
    "Memory": (128 << 20, "Memory should be"),
    "MemorySwap": (1 << 30, "MemorySwap should be"),
    "ReadonlyRootfs": (False, "ReadonlyRootfs should be True and reads back as False"),
    "CapDrop": (["NET_RAW"], "CapDrop should be"),
    "CapAdd": (["SYS_PTRACE"], "CapAdd should be None"),
    "SecurityOpt": (["no-new-privileges:true"], "SecurityOpt should be"),
    "IpcMode": ("private", "IpcMode should be none"),
    "Init": (False, "Init should be True"),
    "CpusetCpus": ("", "CpusetCpus should be 0"),
    "NetworkMode": ("bridge", "NetworkMode should be none and reads back as bridge"),
    "Binds": (["/etc:/host:ro"], "Binds should be None"),
    "Privileged": (True, "Privileged should be None"),
    "LogConfig": ({"Type": "json-file", "Config": {}}, "LogConfig should be"),
}


@in_docker
@pytest.mark.parametrize("name", LOOSE)
def test_a_limit_that_was_not_set_is_our_fault(pod: Pod, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked of the engine is changed behind our back; reading back finds it."""
    value, told = LOOSE[name]
    asked = docker_settings.host_config

    class Loose:
        """The settings of a driver that asks for something else; what is wanted stays as it is."""

        host_config = staticmethod(lambda *given: {**asked(*given), name: value})

        def __getattr__(self, attribute: str) -> object:
            return getattr(docker_settings, attribute)

    monkeypatch.setattr(container, "settings", Loose())
    with pytest.raises(LimitNotSet, match=told):
        pod.start(part(ECHO.script))


@pytest.mark.parametrize("driver", [BUBBLEWRAP], indirect=True)
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (lambda self: ["--scratch", str(self.folder), str(self.size), "9999", str(self.uid), "700"], "scratch_inodes"),
        (lambda self: ["--scratch", str(self.folder), "1048576", "4096", str(self.uid), "700"], "scratch_bytes"),
    ],
    ids=["inodes", "bytes"],
)
def test_a_scratch_folder_of_another_size_is_our_fault(
    pod: Pod, words: object, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command.Scratch, "words", words)
    with pytest.raises(LimitNotSet, match=f"{told} should be"):
        pod.start(part(ECHO.script))


@locally
def test_a_part_that_is_not_pinned_is_our_fault(pod: Pod, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = command.launched
    unpinned = lambda line, limits, *more, **named: asked(line, replace(limits, cores=()), *more, **named)  # noqa: E731
    monkeypatch.setattr(command, "launched", unpinned)
    with pytest.raises(LimitNotSet, match="cores should be"):
        pod.start(part(ECHO.script))


@pytest.mark.parametrize(
    ("driver", "given"),
    [pytest.param("bubblewrap", [b"", None], marks=pytest.mark.bwrap), ("process", [b""])],
    indirect=["driver"],
)
def test_a_part_without_the_filter_of_calls_is_our_fault(
    pod: Pod, given: list[bytes | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`given` is what the driver is told at first, while it starts the part; what it wants afterwards is the truth."""
    program, told = syscalls.program, iter(given)
    monkeypatch.setattr(syscalls, "program", lambda **_: next(told, program()))
    with pytest.raises(LimitNotSet, match="seccomp should be True"):
        pod.start(part(ECHO.script))
