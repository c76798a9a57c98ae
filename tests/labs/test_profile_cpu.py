"""The lab judges as it says: measured for real, in pods, with the calls behind its defects counted.

The short form. The long form is `perfgym labs calibrate profile-cpu`; tests/apps has every cheat and all solutions.
"""

from collections.abc import Mapping

import pytest

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.console.local import local_job
from perfgym.measure import bundle
from perfgym.runs.execution import compare
from perfgym.runs.outcome import Outcome, Reason

pytestmark = [pytest.mark.measures, pytest.mark.timeout(600)]


@pytest.fixture
def lab() -> Lab:
    return library.default().lab("profile-cpu")


def measured(lab: Lab, edits: Mapping[str, bytes], driver: str, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """Measured, and again where other work on this machine made the first attempts worthless."""
    monkeypatch.setenv("PERFGYM_SANDBOX", driver)
    for _ in range(3):
        outcome = local_job(lab, edits, lambda kind, data: None, {}, compare)
        if outcome.reason != Reason.TOO_NOISY:
            break
    return outcome


@pytest.mark.docker
def test_the_reference_earns_full_marks_and_its_defects_are_gone(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = measured(lab, lab.reference(), "docker", monkeypatch)
    result = outcome.result
    assert (outcome.reason, result["verdict"], outcome.points) == (None, "faster", 100), outcome.message
    assert result["ratio"] <= 0.5
    assert bundle.verify(outcome.bundle) == []
    found = {row["id"]: row for row in result["side"]["defects"]}
    assert {name: row["state"] for name, row in found.items()} == {
        "every-pair": "gone",
        "dates-again": "gone",
        "every-cent": "still_there",
        "copies": "still_there",
        "rates-sorted": "still_there",
    }
    assert found["every-pair"]["before"] > 1000
    assert found["copies"]["before"] == found["copies"]["after"]


@pytest.mark.spare
def test_a_dropped_payment_is_a_lost_write(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    cheat = next(cheat for cheat in lab.cheats() if cheat.name == "dropped-writes")
    outcome = measured(lab, cheat.files, "process", monkeypatch)
    assert (outcome.reason, outcome.points) == (Reason.LOST_WRITES, 0), outcome.message
    assert "a payment that was posted" in outcome.message
