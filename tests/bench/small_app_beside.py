"""What the load generator's benches share: the small app on a core of its own, and our runner on another."""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
APP = ROOT / "tests" / "loadgen" / "small_app.py"
CORES = sorted(os.sched_getaffinity(0))
GET_IT = {"wrk": "apt-get install -y wrk", "hey": "apt-get install -y hey"}

FAST = """
from locust import FastHttpUser, constant, task

class Visitor(FastHttpUser):
    wait_time = constant(0)

    @task
    def page(self):
        self.client.get("/page")
"""


def on(core: int, command: list[str]) -> list[str]:
    """The same command, held on one core."""
    return ["taskset", "-c", str(core), *command]


@contextmanager
def small_app(*options: str) -> Iterator[str]:
    """Its address; on the last core, so that generators have the first."""
    command = on(CORES[-1], [sys.executable, str(APP), *options])
    app = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert app.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(app.stdout.readline())}"
    finally:
        app.kill()
        app.communicate()


def answered(target: str) -> int:
    """Requests that the app has answered."""
    with urllib.request.urlopen(f"{target}/count", timeout=10) as answer:
        return int(answer.read())


@contextmanager
def exploration(target: str, users: int, seconds: int, told: int = subprocess.PIPE) -> Iterator[subprocess.Popen[str]]:
    """Our own runner at work; `told` is where its lines go."""
    with tempfile.TemporaryDirectory(prefix="pgb-") as folder:
        (Path(folder) / "locustfile.py").write_text(FAST)
        command = on(CORES[0], [sys.executable, "-m", "perfgym.loadgen.explore"])
        streams: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": told, "stderr": subprocess.DEVNULL}
        runner = subprocess.Popen(command, cwd=folder, text=True, **streams)
        assert runner.stdin is not None
        hello = {"op": "hello", "target": target, "health": "/healthz", "users": users, "spawn_rate": 200}
        runner.stdin.write(json.dumps({**hello, "seconds": seconds}) + "\n")
        runner.stdin.flush()
        try:
            yield runner
        finally:
            runner.kill()
            runner.communicate()
