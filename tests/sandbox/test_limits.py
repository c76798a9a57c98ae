"""Limits hold: memory, processes, scratch, cores, open files; what is set is what the part finds."""

import os

import pytest

from perfgym.sandbox.docker import settings as docker_settings
from perfgym.sandbox.errors import LimitNotSet
from perfgym.sandbox.protocol import Closed, EndReason, Pod, Role
from tests.sandbox.behaviours import ECHO
from tests.sandbox.conftest import answer, ended, in_docker, isolated, part

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


@in_docker
def test_a_limit_that_was_not_set_is_our_fault(pod: Pod, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = docker_settings.host_config
    monkeypatch.setattr(docker_settings, "host_config", lambda *given: {**asked(*given), "PidsLimit": 4096})
    with pytest.raises(LimitNotSet, match="PidsLimit should be 32 and reads back as 4096"):
        pod.start(part(ECHO.script))
