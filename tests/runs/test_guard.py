"""A worker on a machine that fails its sentinel takes load tests and no comparison, and says so."""

from pathlib import Path
from uuid import uuid4

import pytest

from perfgym.catalog import library
from perfgym.runs import claim as claims
from perfgym.runs import presence
from perfgym.runs.guard import Guard
from perfgym.runs.host import Host
from perfgym.runs.models import Kind, Run
from perfgym.runs.waiting import NOBODY
from perfgym.runs.work import Worker
from perfgym.sandbox.fake import FakeDriver
from perfgym.sandbox.slots import Slot
from tests import factories


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
    assert Guard(worker).state() == ("unfit", "no comparison is measured on this machine now: what was found")


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
