"""The isolation probe of the corpus finds nothing: asked in a pod, from inside its app."""

import json
import secrets
from pathlib import Path
from typing import Any

import pytest

from perfgym.sandbox import drivers
from perfgym.sandbox.protocol import Labels, Limits, Part, Role
from tests.hostile.conftest import MARKS
from tests.hostile.table import HERE

MB = 2**20
FETCH = """
import os, time, urllib.request
url = f"http://127.0.0.1:{os.environ['APP_PORT']}/probe"
until = time.monotonic() + 60
while True:
    try:
        print(urllib.request.urlopen(url, timeout=30).read().decode(), flush=True)
        break
    except OSError:
        assert time.monotonic() < until, "the app does not answer"
        time.sleep(0.1)
"""


def part(role: Role, command: tuple[str, ...], files: dict[str, bytes]) -> Part:
    limits = Limits(memory_bytes=256 * MB, pids=64, scratch_bytes=16 * MB, cores=(0,))
    return Part(role=role, app="items", command=command, limits=limits, files=files)


@pytest.mark.parametrize("name", [pytest.param(name, marks=MARKS[name]) for name in ("docker", "bubblewrap")])
def test_the_probe_finds_nothing(name: str, catalogue: Path, settings: Any) -> None:
    settings.APPS_DIR = catalogue / "sandbox_apps"
    items = catalogue / "sandbox_apps/items"
    files = {
        "serve.py": (items / "serve.py").read_bytes(),
        "chosen.txt": b"apps/a24_isolation_probe.py",
        "apps/_base.py": (HERE / "apps/_base.py").read_bytes(),
        "apps/a24_isolation_probe.py": (HERE / "apps/a24_isolation_probe.py").read_bytes(),
    }
    driver = drivers.choose(name)
    driver.prepare("items")
    with driver.open(Labels("hostile", f"probe-{secrets.token_hex(4)}", 1, "w", "own")) as pod:
        runner = pod.start(part(Role.RUNNER, ("python", "fetch.py"), {"fetch.py": FETCH.encode()}))
        pod.start(part(Role.APP, ("python", "serve.py"), files))
        found = json.loads(runner.receive(90) or b"null")
    assert len(found) > 20
    assert [what for what, seen in found.items() if seen] == []
