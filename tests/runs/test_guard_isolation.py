"""A worker tests its sandbox when it starts and daily; until it has passed it takes nothing, and says why."""

from datetime import timedelta
from pathlib import Path

import pytest

from perfgym.runs import guard as guards
from perfgym.runs import isolation
from perfgym.runs.guard import Guard
from perfgym.runs.host import Host, now
from perfgym.runs.work import Worker
from perfgym.sandbox.fake import FakeDriver
from perfgym.sandbox.protocol import Level
from perfgym.sandbox.selftest.check import Check
from perfgym.sandbox.slots import Slot
from tests.deployment import wait_until


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Worker:
    monkeypatch.setenv("PERFGYM_HOME", str(tmp_path))
    monkeypatch.delenv("PERFGYM_SELFTEST")
    monkeypatch.setattr(isolation, "refusal", lambda driver: "")
    driver = FakeDriver({})
    driver.name, driver.level = "docker", Level.S3
    return Worker("w", driver, Slot((1,), (0,)))


def found(monkeypatch: pytest.MonkeyPatch, *checks: Check) -> None:
    monkeypatch.setattr(guards, "report", lambda driver: list(checks))


def examine(worker: Worker, guard: Guard) -> None:
    guard.start_when_due()
    wait_until(lambda: not worker.busy.locked(), "the test is over")


GOOD, BROKEN = Check("no egress", True, "-"), Check("no egress", False, "ways out: this machine", "update the engine")


def test_before_its_first_test_a_worker_takes_nothing_and_says_that_it_is_being_tested(worker: Worker) -> None:
    guard = Guard(worker)
    assert not worker.safe
    assert guard.state()[0] == "testing"
    assert "is being tested" in guard.state()[1]


def test_an_earlier_pass_does_not_count_for_a_worker_that_starts(worker: Worker) -> None:
    Host.of(worker.driver, worker.slot).keep_isolation({"ok": True, "level": "S3", "sentence": "-", "checks": []})
    assert Guard(worker).state()[0] == "testing"
    assert not worker.safe


def test_a_pass_lets_it_work(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, GOOD)
    guard = Guard(worker)
    examine(worker, guard)
    assert worker.safe
    assert guard.state() == ("ready", "")


def test_a_promise_that_is_not_kept_bars_it(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, GOOD, BROKEN)
    guard = Guard(worker)
    examine(worker, guard)
    assert not worker.safe
    state, message = guard.state()
    assert state == "barred"
    assert "no egress (ways out: this machine)" in message


def test_a_test_that_breaks_bars_it_too(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(driver: object) -> list[Check]:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(guards, "report", broken)
    guard = Guard(worker)
    examine(worker, guard)
    assert guard.state()[0] == "barred"
    assert "on purpose" in guard.state()[1]


def test_what_was_found_is_kept_for_doctor_and_runs(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, GOOD)
    examine(worker, Guard(worker))
    host = Host.of(worker.driver, worker.slot)
    kept = host.isolation()
    assert kept is not None
    assert (kept["ok"], kept["level"], [check["name"] for check in kept["checks"]]) == (True, "S3", ["no egress"])
    assert host.isolation_told() == {name: kept[name] for name in ("at", "ok", "level")}


@pytest.mark.parametrize(("ok", "after"), [(True, timedelta(hours=24)), (False, timedelta(minutes=2))])
def test_it_is_due_again_daily_and_sooner_after_a_failure(worker: Worker, ok: bool, after: timedelta) -> None:
    host = Host.of(worker.driver, worker.slot)
    assert host.isolation_due(now())
    host.keep_isolation({"ok": ok, "level": "-", "sentence": "-", "checks": []})
    assert not host.isolation_due(now() + after - timedelta(minutes=1))
    assert host.isolation_due(now() + after + timedelta(minutes=1))


def test_a_failure_later_on_bars_a_worker_that_had_passed(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, GOOD)
    guard = Guard(worker)
    examine(worker, guard)
    monkeypatch.setattr(guards, "now", lambda: now() + timedelta(hours=25))
    found(monkeypatch, BROKEN)
    examine(worker, guard)
    assert not worker.safe
    assert guard.state()[0] == "barred"


def test_whose_code_it_may_run_is_asked_as_well(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, GOOD)
    guard = Guard(worker)
    examine(worker, guard)
    monkeypatch.setattr(isolation, "refusal", lambda driver: "2 people have accounts")
    assert guard.state() == ("barred", "2 people have accounts")


def test_whoever_runs_the_worker_may_answer_for_it(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFGYM_SELFTEST", "off")
    guard = Guard(worker)
    assert worker.safe
    assert guard.state() == ("ready", "")
