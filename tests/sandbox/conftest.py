"""Every driver by name, each marked with what it needs."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from perfgym.sandbox import drivers
from perfgym.sandbox.protocol import Driver, Labels, Limits, Part, Pod, Role

DRIVERS = [
    pytest.param("docker", marks=pytest.mark.docker),
    pytest.param("bubblewrap", marks=pytest.mark.bwrap),
    "process",
]
SITE = f"tests-{os.getpid()}"


@pytest.fixture(params=DRIVERS)
def driver(request: pytest.FixtureRequest) -> Driver:
    return prepared(request.param)


def prepared(name: str) -> Driver:
    found = drivers.choose(name)
    found.prepare("bookshop")
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
        app="bookshop",
        command=("python", "script.py", "{APP_PORT}"),
        limits=Limits(**limits),
        files={"script.py": script.encode(), "data/note.txt": b"from the worker"},
        env={"WHERE": "http://127.0.0.1:{APP_PORT}"},
    )
