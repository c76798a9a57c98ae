"""A worker on a machine that fails its sentinel takes load tests and no comparison, and says so."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from perfgym.catalog import library
from perfgym.runs import claim as claims
from perfgym.runs import presence, sentinel
from perfgym.runs.guard import Guard
from perfgym.runs.host import NOISY_AGAIN, SENTINEL_AGAIN, Host, now
from perfgym.runs.models import Kind, Run
from perfgym.runs.outcome import Abandoned
from perfgym.runs.waiting import NOBODY, OWN_WORK
from perfgym.runs.work import Worker
from perfgym.sandbox.fake import FakeDriver
from perfgym.sandbox.protocol import Driver
from perfgym.sandbox.slots import Slot
from tests import factories
from tests.deployment import wait_until


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Worker:
    monkeypatch.setenv("PERFGYM_HOME", str(tmp_path))
    monkeypatch.delenv("PERFGYM_SENTINEL")
    return Worker("w", FakeDriver({}), Slot((1,), (0,)))


def keep(worker: Worker, ok: bool) -> None:
    Host.of(worker.driver, worker.slot).keep_sentinel({"ok": ok, "verdict": "-", "sentence": "what was found"})


def test_a_machine_that_was_not_asked_yet_is_not_fit(worker: Worker) -> None:
    assert not Guard(worker).fit
    assert Guard(worker).state()[0] == "unfit"


def test_a_failed_sentinel_is_said(worker: Worker) -> None:
    keep(worker, ok=False)
    state, message = Guard(worker).state()
    assert state == "unfit"
    assert message.startswith("no comparison is measured on this machine now: what was found. ")
    assert re.search(r"checks itself again at \d\d:\d\d UTC; ending other programs on it helps", message)


def test_an_hour_that_is_past_is_not_announced(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(worker, ok=False)
    later = now() + timedelta(days=2)
    monkeypatch.setattr("perfgym.runs.guard.now", lambda: later)
    assert "checks itself again as soon as no run goes on; ending" in Guard(worker).state()[1]


def test_after_noise_it_is_asked_again_sooner_than_after_a_verdict(worker: Worker) -> None:
    host = Host.of(worker.driver, worker.slot)
    for verdict, after in (("too_noisy", NOISY_AGAIN), ("slower", SENTINEL_AGAIN)):
        host.keep_sentinel({"ok": False, "verdict": verdict, "sentence": "-"})
        assert not host.sentinel_due(now() + after - timedelta(minutes=1))
        assert host.sentinel_due(now() + after + timedelta(seconds=1))


def test_a_passed_sentinel_lets_it_work(worker: Worker) -> None:
    keep(worker, ok=True)
    assert Guard(worker).fit
    assert Guard(worker).state() == ("ready", "")


def test_whoever_runs_the_worker_may_answer_for_the_machine(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(worker, ok=False)
    monkeypatch.setenv("PERFGYM_SENTINEL", "off")
    assert Guard(worker).fit


def test_a_slot_in_use_is_left_alone(worker: Worker) -> None:
    with worker.busy:
        guard = Guard(worker)
        guard.start_when_due()
        assert guard.state()[0] == "unfit"


@pytest.mark.servers
@pytest.mark.django_db
def test_an_unfit_worker_takes_load_tests_only() -> None:
    lab = library.default().lab("sql-n-plus-one")
    comparison = Run.ask(factories.person(), lab, Kind.COMPARE, {}, uuid4())
    load_test = Run.ask(factories.person(), lab, Kind.EXPLORE, {}, uuid4())
    taken = claims.claim_next("w", (Kind.EXPLORE,))
    assert taken is not None
    assert taken.run == load_test
    assert claims.claim_next("w", (Kind.EXPLORE,)) is None
    later = claims.claim_next("fit")
    assert later is not None
    assert later.run == comparison


@pytest.mark.servers
@pytest.mark.django_db
def test_a_waiting_comparison_says_that_no_machine_is_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    lab = library.default().lab("sql-n-plus-one")
    comparison = Run.ask(factories.person(), lab, Kind.COMPARE, {}, uuid4())
    load_test = Run.ask(factories.person(), lab, Kind.EXPLORE, {}, uuid4())
    unfit = {"name": "u", "state": "unfit", "message": "what was found"}
    ready = {"name": "r", "state": "ready", "message": ""}
    for here, said in (([unfit], "what was found"), ([unfit, ready], ""), ([], NOBODY)):
        monkeypatch.setattr(presence, "workers", lambda here=here: here)
        assert comparison.state_now()["message"] == said
        assert load_test.state_now()["message"] == ("" if here else NOBODY)


@pytest.mark.parametrize("state", ["checking", "preparing"])
@pytest.mark.servers
@pytest.mark.django_db
def test_what_a_worker_does_before_runs_is_told_with_the_place(monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    run = factories.queued_run(factories.person())
    for others, told in (([], OWN_WORK[state]), ([{"name": "r", "state": "ready", "message": ""}], "")):
        here = [{"name": "w", "state": state, "message": "-"}, *others]
        monkeypatch.setattr(presence, "workers", lambda here=here: here)
        now = run.state_now()
        assert now["message"] == told
        assert now["waiting"] == f"Next in line; it starts {'in a moment' if others else 'within a minute or so'}."


def test_the_sentinel_gives_way_to_a_load_test_that_waits_and_only_once(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Callable[[], bool]] = []

    def watch(driver: Driver, slot: Slot, stop: Callable[[], bool]) -> None:
        asked.append(stop)
        wait_until(stop, "the sentinel is let go")
        raise Abandoned

    monkeypatch.setattr(sentinel, "watch", watch)
    monkeypatch.setattr(claims, "load_test_waits", lambda: True)
    guard = Guard(worker)
    guard.start_when_due()
    wait_until(lambda: len(asked) == 1, "the sentinel is asked")
    guard.give_way()
    wait_until(lambda: not worker.busy.locked(), "the slot is free")
    guard.start_when_due()
    wait_until(lambda: len(asked) == 2, "the sentinel is asked again")
    guard.give_way()
    assert not asked[1]()
    worker.stopping.set()
    wait_until(lambda: not worker.busy.locked(), "it ends with the worker")


def test_the_sentinel_keeps_the_slot_where_no_load_test_waits(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Callable[[], bool]] = []

    def watch(driver: Driver, slot: Slot, stop: Callable[[], bool]) -> dict[str, object]:
        asked.append(stop)
        wait_until(lambda: stop() or looked, "the other thread has looked")
        return {"ok": True, "sentence": "-"}

    looked: list[bool] = []
    monkeypatch.setattr(sentinel, "watch", watch)
    monkeypatch.setattr(claims, "load_test_waits", lambda: False)
    guard = Guard(worker)
    guard.start_when_due()
    wait_until(lambda: bool(asked), "the sentinel is asked")
    guard.give_way()
    assert not asked[0]()
    looked.append(True)
    wait_until(lambda: not worker.busy.locked(), "it came to its end")


@pytest.mark.servers
@pytest.mark.django_db
def test_a_load_test_waits_for_a_worker_only_while_its_learner_has_no_run_at_work() -> None:
    lab, person = library.default().lab("sql-n-plus-one"), factories.person()
    Run.ask(person, lab, Kind.COMPARE, {}, uuid4())
    assert not claims.load_test_waits()
    claims.claim_next("w")
    Run.ask(person, lab, Kind.EXPLORE, {}, uuid4())
    assert not claims.load_test_waits()
    Run.ask(factories.person(), lab, Kind.EXPLORE, {}, uuid4())
    assert claims.load_test_waits()
