"""The tether: what runs in it ends with its parent, as the user and in the folder that were asked for."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from perfgym.embedded import tether

WAIT = 20
TETHER = [sys.executable, "-I", "-S", str(tether.__file__)]
PARENT = """
import subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
sys.stdin.read()
"""
CHILD = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: only root can become another user")


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_the_program_ends_when_its_parent_is_killed(end: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT, *TETHER, "--", *CHILD]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(end)
        gone, alive = psutil.wait_procs([child], timeout=WAIT)
    assert gone == [child]
    assert alive == []


def test_it_does_not_start_when_the_parent_is_gone_already() -> None:
    done = subprocess.run([*TETHER, "--parent", "1", "--", "echo", "ran"], capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert "the parent is gone" in done.stderr
    assert done.returncode != 0


def test_it_hears_a_request_to_stop_though_its_starter_ignores_and_blocks_them() -> None:
    def deaf() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})

    with subprocess.Popen([*TETHER, "--", *CHILD], stdout=subprocess.PIPE, preexec_fn=deaf) as program:
        assert program.stdout is not None
        program.stdout.readline()
        program.terminate()
        assert program.wait(WAIT) == -signal.SIGTERM


@needs_root
def test_it_becomes_another_user_with_no_group_and_no_way_back(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "own").mkdir(parents=True)
    closed.chmod(0o700)
    os.chown(closed / "own", 61010, 61010)
    script = "id -u; id -G; echo reached > file; cat ../../x 2>&1 | grep -c denied; grep CapEff /proc/self/status"
    options = ["--uid", "61010", "--folder", str(closed / "own")]
    done = subprocess.run([*TETHER, *options, "--", "sh", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["61010", "61010", "1", "CapEff:", "0" * 16]
    assert (closed / "own" / "file").read_text() == "reached\n"
