"""The self-test tells a driver that isolates from one that does not, and says what to do."""

import os
from typing import Any

import pytest

from perfgym.sandbox.docker import settings
from perfgym.sandbox.docker.driver import DockerDriver
from perfgym.sandbox.docker.engine import api
from perfgym.sandbox.fake import FakeDriver
from perfgym.sandbox.process import ProcessDriver
from perfgym.sandbox.protocol import CONSOLE, Driver, Level, Part, Role
from perfgym.sandbox.selftest import canaries, promises
from perfgym.sandbox.selftest.check import ISOLATION, Check, level, sentence
from perfgym.sandbox.selftest.report import report
from perfgym.sandbox.selftest.scripts import SCRATCH
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
    "honest code runs",
    "failing code is told apart",
    "fork bomb ends",
    "orphans end",
]


@isolated
def test_an_isolating_driver_keeps_every_promise(driver: Driver) -> None:
    checks = report(driver)
    assert [check.name for check in checks] == PROMISES
    assert not [check for check in checks if not check.ok or check.cure]
    assert level(checks, driver.level) is driver.level


def test_a_plain_process_does_not_and_each_finding_has_a_cure() -> None:
    checks = {check.name: check for check in report(ProcessDriver(), "hello")}
    broken = {name for name, check in checks.items() if not check.ok}
    assert {"no egress", "sees no other process"} <= broken
    assert all(checks[name].cure for name in broken)
    assert "this machine" in checks["no egress"].detail
    assert broken <= ISOLATION
    assert level(checks.values(), Level.S1) is Level.S1


@pytest.mark.parametrize("name", PROMISES)
@pytest.mark.parametrize("promised", list(Level))
def test_a_broken_promise_bars_a_driver_that_gave_it(name: str, promised: Level) -> None:
    checks = [Check.of(each, each != name, "-") for each in PROMISES]
    given = promised is not Level.S1 or name not in ISOLATION
    assert level(checks, promised) is (None if given else promised)


def test_what_a_weak_level_does_not_promise_is_said_all_the_same() -> None:
    checks = [Check.of("starts", True, "-"), Check.of("no egress", False, "ways out: this machine")]
    assert sentence(checks, Level.S1).endswith("was tested and kept; not promised by it, and not kept: no egress")
    assert sentence(checks, None) == "not kept: no egress (ways out: this machine)"


def test_code_that_should_run_and_does_not_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canaries, "GOOD", "raise SystemExit(0)")
    broken = {check.name for check in report(ProcessDriver(), "hello") if not check.ok}
    assert "honest code runs" in broken


def test_code_that_should_fail_and_does_not_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canaries, "BAD", "raise SystemExit(0)")
    broken = {check.name for check in report(ProcessDriver(), "hello") if not check.ok}
    assert "failing code is told apart" in broken


def test_a_process_that_is_left_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canaries, "GONE_SECONDS", 0)
    monkeypatch.setattr(canaries, "_alive", lambda token: 1)
    checks = {check.name: check for check in report(ProcessDriver(), "hello")}
    assert not checks["orphans end"].ok
    assert checks["orphans end"].cure


def test_a_driver_with_a_problem_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProcessDriver, "problem", lambda self: "pods need Linux")
    (check,) = report(ProcessDriver())
    assert (check.name, check.ok, check.detail) == ("starts", False, "pods need Linux")
    assert check.cure


@pytest.mark.parametrize("scripts", [{}, {Role.APP: exits(1).fake, Role.RUNNER: exits(1).fake}], ids=["none", "ends"])
def test_a_pod_that_does_not_start_is_a_finding_not_an_error(scripts: dict[Role, object]) -> None:
    driver = FakeDriver(scripts)  # type: ignore[arg-type]
    (check,) = report(driver)
    assert not check.ok
    assert check.cure
    assert not driver.pods


def test_a_probe_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promises, "PROBE", "raise ValueError('broken on purpose')")
    (check,) = report(ProcessDriver(), "hello")
    assert not check.ok
    assert "broken on purpose" in check.detail


@in_docker
def test_a_limit_that_does_not_hold_is_found(driver: DockerDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = settings.host_config

    def loose(part: Part, network: str) -> dict[str, Any]:
        config = asked(part, network)
        large = config["Tmpfs"][settings.SCRATCH].replace(f"size={SCRATCH}", "size=64m")
        return {**config, "Tmpfs": {**config["Tmpfs"], settings.SCRATCH: large}}

    monkeypatch.setattr(settings, "host_config", loose)
    broken = {check.name for check in report(driver) if not check.ok}
    assert broken == {"scratch limited"}


@in_docker
def test_it_leaves_no_container(driver: DockerDriver) -> None:
    report(driver)
    labels = ["perfgym.run", f"perfgym.site={CONSOLE}", f"perfgym.worker={os.getpid()}"]
    assert not api().containers(all=True, filters={"label": labels})
