"""The pods of a run die at once when another thread says so, and none starts afterwards."""

import pytest

from perfgym.runs.outcome import Abandoned
from perfgym.runs.pods import HeldDriver
from perfgym.sandbox.fake import FakeDriver, FakePart
from perfgym.sandbox.protocol import Closed, End, EndReason, Labels, Process
from tests.chaos.short_work import SCRIPTS, part

LABELS = Labels("site", "run", 1, "w", "before")
KILLED = End(EndReason.KILLED, -9)


def test_every_part_is_killed() -> None:
    driver = HeldDriver(FakeDriver(SCRIPTS))
    with driver.open(LABELS) as one, driver.open(LABELS) as other:
        parts = [one.start(part("")), one.start(part("")), other.start(part(""))]
        driver.kill()
        assert [each.end() for each in parts] == 3 * [KILLED]
        with pytest.raises(Closed):
            parts[0].receive(10)


def test_afterwards_nothing_starts() -> None:
    driver = HeldDriver(FakeDriver(SCRIPTS))
    with driver.open(LABELS) as pod:
        driver.kill()
        with pytest.raises(Abandoned):
            pod.start(part(""))
    with pytest.raises(Abandoned):
        driver.open(LABELS)


def test_a_part_that_starts_meanwhile_is_killed_too() -> None:
    fake = FakeDriver(SCRIPTS)
    driver = HeldDriver(fake)
    with fake.open(LABELS) as pod:
        late = pod.start(part(""))
        driver.kill()
        with pytest.raises(Abandoned):
            driver.hold(late)
        assert late.end() == KILLED


def test_one_part_that_cannot_be_killed_spares_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = HeldDriver(FakeDriver(SCRIPTS))
    with driver.open(LABELS) as pod:
        stubborn, other = pod.start(part("")), pod.start(part(""))
        with monkeypatch.context() as patched:
            patched.setattr(stubborn, "kill", _fails)
            driver.kill()
        assert other.end() == KILLED


def _fails() -> None:
    raise OSError("the engine does not answer")


def test_it_passes_on_what_it_is_asked() -> None:
    fake = FakeDriver(SCRIPTS)
    driver = HeldDriver(fake)
    driver.prepare("shop")
    pod = driver.open(LABELS)
    started: Process = pod.start(part(""))
    assert isinstance(started, FakePart)
    assert (driver.name, driver.level, driver.problem(), driver.describe()) == ("fake", "S1", None, {"engine": "fake"})
    assert fake.prepared == ["shop"]
    assert driver.reap("site", list) == 1
