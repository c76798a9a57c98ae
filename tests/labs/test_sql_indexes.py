"""Reads that got faster earn nothing where they cost too much. For real, in pods.

What else the lab must judge is measured by test_all_labs, and by `perfgym labs calibrate sql-indexes`.
"""

from collections.abc import Mapping

import pytest

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.console.local import local_job
from perfgym.measure import bundle
from perfgym.runs.execution import compare
from perfgym.runs.job import unheard
from perfgym.runs.outcome import Outcome, Reason

pytestmark = [pytest.mark.measures, pytest.mark.timeout(300)]


@pytest.fixture
def lab() -> Lab:
    return library.default().lab("sql-indexes")


def measured(lab: Lab, edits: Mapping[str, bytes], driver: str, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """Measured, and again where other work on this machine made the first attempts worthless, as a person would."""
    monkeypatch.setenv("PERFGYM_SANDBOX", driver)
    for _ in range(3):
        outcome = local_job(lab, edits, unheard, {}, compare)
        if outcome.reason != Reason.TOO_NOISY:
            break
    return outcome


@pytest.mark.bwrap
def test_an_index_on_everything_is_fast_and_earns_nothing(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    cheat = next(cheat for cheat in lab.cheats() if cheat.reason == "guard")
    outcome = measured(lab, cheat.files, "bubblewrap", monkeypatch)
    assert (outcome.reason, outcome.result["verdict"], outcome.points) == (None, "faster", 0), outcome.message
    assert [one["guard"] for one in outcome.result["guards"] if one["broken"]][-1:] == ["index_bytes"]
    assert bundle.verify(outcome.bundle) == []
