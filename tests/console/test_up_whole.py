"""`perfgym up`, whole and real: it says where it is, stops clean, and leaves nothing behind however it ends."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.servers
WAIT = 60


@pytest.fixture
def home() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="pgu-"))
    yield made
    shutil.rmtree(made)


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PERFGYM", "DATABASE", "REDIS"))}
    return {**kept, "PERFGYM_HOME": str(home), "PERFGYM_SANDBOX": "process"}


class Up:
    """A running `up`: its two lines, its processes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.process = process
        self.lines = [process.stdout.readline(), process.stdout.readline()]
        self.below = psutil.Process(process.pid).children(recursive=True)

    def end(self, number: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=WAIT)
        return self.process.returncode, said

    def left(self) -> list[psutil.Process]:
        """What is still there after a bounded wait."""
        return psutil.wait_procs(self.below, timeout=WAIT)[1]


@contextmanager
def up(home: Path, port: str) -> Iterator[Up]:
    command = [sys.executable, "-m", "perfgym.console.entry", "up", "--no-browser", "--port", port]
    with subprocess.Popen(
        command, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Up(process)
        finally:
            process.kill()


def links(lines: list[str]) -> list[str]:
    return [found for line in lines for found in re.findall(r"http://127\.0\.0\.1:\d+/enter/\S+", line)]


def sockets(home: Path) -> list[Path]:
    return [place for place in home.rglob("*") if stat.S_ISSOCK(place.lstat().st_mode)]


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.spare)])
def test_it_says_where_it_is_and_stops_clean(home: Path, number: signal.Signals) -> None:
    port = free_port()
    with up(home, port) as running:
        learner, instructor = links(running.lines)
        assert learner.startswith(f"http://127.0.0.1:{port}/enter/")
        assert instructor != learner
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=WAIT) as answer:
            assert answer.status == 200
        code, said = running.end(number)
        assert code == 0, said
        assert "stopped; the data are kept" in said
        assert running.left() == []
    assert sockets(home) == []
    assert list((home / "run").glob("*.pid")) == []


def test_a_second_one_beside_it_says_where_the_first_is(home: Path) -> None:
    port = free_port()
    with up(home, port) as running:
        second = subprocess.run(
            [sys.executable, "-m", "perfgym.console.entry", "up", "--no-browser", "--port", free_port()],
            env=environment(home),
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 2
        assert f"already running at http://127.0.0.1:{port}" in second.stderr
        assert running.process.poll() is None
        running.end(signal.SIGTERM)


def test_after_kill_9_nothing_is_left_and_the_next_one_carries_on(home: Path) -> None:
    port = free_port()
    with up(home, port) as running:
        running.process.kill()
        key = (home / "secret_key").read_text()
        with up(home, port) as next_one:  # at once, while the first one's children are still going
            assert len(links(next_one.lines)) == 2
            assert running.left() == []
            assert (home / "secret_key").read_text() == key
            assert next_one.end(signal.SIGTERM)[0] == 0


@pytest.mark.parametrize(
    "name", ["worker", *(pytest.param(name, marks=pytest.mark.spare) for name in ("site", "postgres", "valkey"))]
)
def test_a_part_that_dies_is_said_and_everything_stops(home: Path, name: str) -> None:
    with up(home, free_port()) as running:
        record = (home / "run" / f"{name}.pid").read_text()
        os.kill(int(record.strip("[]").split(",")[0]), signal.SIGKILL)
        _, said = running.process.communicate(timeout=WAIT)
        assert running.process.returncode == 3
        assert "ended by itself" in said
        assert running.left() == []
    assert list((home / "run").glob("*.pid")) == []
