"""Every driver by name, each marked with what it needs, and an app that is not the one labs are made of."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from perfgym.sandbox import drivers
from perfgym.sandbox.fake import FakeDriver, FakePod
from perfgym.sandbox.protocol import Driver, End, Labels, Limits, Part, Pod, Process, Role
from tests.deployment import wait_until
from tests.sandbox.behaviours import Behaviour

APPS = Path(__file__).parent / "apps"
SITE = f"tests-{os.getpid()}"
DOCKER = pytest.param("docker", marks=pytest.mark.docker)
BUBBLEWRAP = pytest.param("bubblewrap", marks=pytest.mark.bwrap)
DRIVERS = [DOCKER, BUBBLEWRAP, "process"]
with_fake = pytest.mark.parametrize("driver", [*DRIVERS, "fake"], indirect=True)
isolated = pytest.mark.parametrize("driver", [DOCKER, BUBBLEWRAP], indirect=True)
locally = pytest.mark.parametrize("driver", [BUBBLEWRAP, "process"], indirect=True)
in_docker = pytest.mark.parametrize("driver", [DOCKER], indirect=True)


@pytest.fixture(autouse=True)
def _own_app(settings: Any) -> None:
    settings.APPS_DIR = APPS


@pytest.fixture(params=DRIVERS)
def driver(request: pytest.FixtureRequest) -> Driver:
    return prepared(request.param)


def prepared(name: str) -> Driver:
    found = FakeDriver({}) if name == "fake" else drivers.choose(name)
    found.prepare("hello")
    return found


@pytest.fixture
def pod(driver: Driver) -> Iterator[Pod]:
    with driver.open(labels()) as pod:
        yield pod


def labels(run: str = "r1", fence: int = 1) -> Labels:
    return Labels(site=SITE, run=run, fence=fence, worker="w", arm="own")


def part(script: str, role: Role = Role.RUNNER, **changes: Any) -> Part:
    """A part that runs a Python script given as text."""
    limits = {"memory_bytes": 256 << 20, "pids": 32, "scratch_bytes": 16 << 20, "cores": (0,), **changes}
    return Part(
        role=role,
        app="hello",
        command=("python", "script.py", "{APP_PORT}"),
        limits=Limits(**limits),
        files={"script.py": script.encode(), "data/note.txt": b"from the worker"},
        env={"WHERE": "http://127.0.0.1:{APP_PORT}", "MIXED": "{DB_PORT}/{APP_PORT}/{OTHER}"},
    )


def begin(pod: Pod, what: Behaviour, role: Role = Role.RUNNER, **limits: Any) -> Process:
    """Start a part that behaves so, whatever the driver."""
    if isinstance(pod, FakePod):
        pod.scripts[role] = what.fake
    return pod.start(part(what.script, role, **limits))


def ended(process: Process) -> End:
    wait_until(lambda: process.end() is not None, "the part ends")
    end = process.end()
    assert end is not None
    return end


def answer(pod: Pod, script: str, **limits: Any) -> Any:
    """What a script prints as its one line of JSON."""
    line = pod.start(part(script, **limits)).receive(30)
    assert line is not None
    return json.loads(line)
