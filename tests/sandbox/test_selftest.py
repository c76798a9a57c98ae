"""The self-test tells a driver that isolates from one that does not, and says what to do."""

import os
from typing import Any

import pytest

from perfgym.sandbox import selftest
from perfgym.sandbox.docker import settings
from perfgym.sandbox.docker.driver import DockerDriver
from perfgym.sandbox.docker.engine import api
from perfgym.sandbox.fake import FakeDriver
from perfgym.sandbox.process import ProcessDriver
from perfgym.sandbox.protocol import CONSOLE, Driver, Part, Role
from tests.sandbox.behaviours import exits
from tests.sandbox.conftest import in_docker, isolated

PROMISES = [
    "starts",
    "parts reach each other",
    "no egress",
    "scratch limited",
    "sees no other process",
    "not root",
    "files read-only",
    "limits applied",
    "number of processes limited",
    "memory limited",
]


@isolated
def test_an_isolating_driver_keeps_every_promise(driver: Driver) -> None:
    checks = selftest.report(driver)
    assert [check.name for check in checks] == PROMISES
    assert not [check for check in checks if not check.ok or check.cure]


def test_a_plain_process_does_not_and_each_finding_has_a_cure() -> None:
    checks = {check.name: check for check in selftest.report(ProcessDriver(), "hello")}
    broken = {name for name, check in checks.items() if not check.ok}
    assert {"no egress", "sees no other process"} <= broken
    assert all(checks[name].cure for name in broken)
    assert "this machine" in checks["no egress"].detail


def test_a_driver_with_a_problem_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProcessDriver, "problem", lambda self: "pods need Linux")
    (check,) = selftest.report(ProcessDriver())
    assert (check.name, check.ok, check.detail) == ("starts", False, "pods need Linux")
    assert check.cure


@pytest.mark.parametrize("scripts", [{}, {Role.APP: exits(1).fake, Role.RUNNER: exits(1).fake}], ids=["none", "ends"])
def test_a_pod_that_does_not_start_is_a_finding_not_an_error(scripts: dict[Role, object]) -> None:
    driver = FakeDriver(scripts)  # type: ignore[arg-type]
    (check,) = selftest.report(driver)
    assert not check.ok
    assert check.cure
    assert not driver.pods


def test_a_probe_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "PROBE", "raise ValueError('broken on purpose')")
    (check,) = selftest.report(ProcessDriver(), "hello")
    assert not check.ok
    assert "broken on purpose" in check.detail


@in_docker
def test_a_limit_that_does_not_hold_is_found(driver: DockerDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = settings.host_config

    def loose(part: Part, network: str) -> dict[str, Any]:
        config = asked(part, network)
        large = config["Tmpfs"][settings.SCRATCH].replace(f"size={selftest.SCRATCH}", "size=64m")
        return {**config, "Tmpfs": {**config["Tmpfs"], settings.SCRATCH: large}}

    monkeypatch.setattr(settings, "host_config", loose)
    broken = {check.name for check in selftest.report(driver) if not check.ok}
    assert broken == {"scratch limited"}


@in_docker
def test_it_leaves_no_container(driver: DockerDriver) -> None:
    selftest.report(driver)
    labels = ["perfgym.run", f"perfgym.site={CONSOLE}", f"perfgym.worker={os.getpid()}"]
    assert not api().containers(all=True, filters={"label": labels})
