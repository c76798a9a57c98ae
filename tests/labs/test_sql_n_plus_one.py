"""The lab judges as it says: measured for real, in pods.

The short form. The long form is `perfgym measure sql-n-plus-one --files DIR` for every folder of reference, solutions
and cheats, with PERFGYM_SANDBOX set to each driver in turn.
"""

import json
from collections.abc import Mapping

import pytest

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.console.local import local_job
from perfgym.portfolio.evidence.checking import check
from perfgym.runs import sources
from perfgym.runs.execution import compare
from perfgym.runs.outcome import Outcome, Reason

DOCKER = pytest.param("docker", marks=pytest.mark.docker)
SPARE = [
    pytest.param("bubblewrap", marks=[pytest.mark.bwrap, pytest.mark.spare]),
    pytest.param("process", marks=pytest.mark.spare),
]
CHEATS = ["constant-answer", "dropped-writes"]  # one a reason; tests/apps has every cheat and the other solution

pytestmark = [pytest.mark.measures, pytest.mark.timeout(300)]


@pytest.fixture
def lab() -> Lab:
    return library.default().lab("sql-n-plus-one")


def measured(lab: Lab, edits: Mapping[str, bytes], driver: str, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """Measured, and again where other work on this machine made the first attempts worthless, as a person would."""
    monkeypatch.setenv("PERFGYM_SANDBOX", driver)
    events: list[str] = []
    for _ in range(3):
        outcome = local_job(lab, edits, lambda kind, data: events.append(kind), {}, compare)
        assert "state" in events
        if outcome.reason != Reason.TOO_NOISY:
            break
    return outcome


@pytest.mark.parametrize("driver", [DOCKER, *SPARE])
def test_the_reference_earns_full_marks(lab: Lab, driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = measured(lab, lab.reference(), driver, monkeypatch)
    result = outcome.result
    assert (outcome.reason, result["verdict"], outcome.points) == (None, "faster", 100), outcome.message
    assert result["ratio"] <= 0.67
    assert result["answers_wrong"] == 0
    assert result["answers_checked"] > 500
    checked = check(outcome.bundle)
    assert checked.problems == ()
    assert json.loads(checked.content.members[sources.NAME])["not_text"] == []
    side = result["side"]
    assert [row["state"] for row in side["defects"][:3]] == ["gone", "gone", "still_there"]
    assert sum(row["share"] or 0 for row in side["defects"]) == pytest.approx(1)
    assert side["before"]["requests"] == side["after"]["requests"] == result["pairs"]
    assert side["before"]["queries"] - side["after"]["queries"] == pytest.approx(side["defects"][0]["gone_in_all"])
    assert [side[arm]["commits"] for arm in ("before", "after")] == [1, 1]
    assert outcome.fingerprint["limits"]["after"]["app"]


@pytest.mark.spare
@pytest.mark.docker
def test_the_starter_against_itself_earns_nothing(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = measured(lab, {}, "docker", monkeypatch)
    assert outcome.points == 0
    assert outcome.reason is not None or outcome.result["verdict"] in ("no_measurable_change", "inconclusive")
    assert outcome.reason in (None, "too_noisy")


@pytest.mark.spare
@pytest.mark.docker
@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_is_refused_for_its_reason(lab: Lab, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cheat = next(cheat for cheat in lab.cheats() if cheat.name == name)
    outcome = measured(lab, cheat.files, "docker", monkeypatch)
    assert (outcome.reason, outcome.points) == (cheat.reason, 0), outcome.message
    assert outcome.result["verdict"] == cheat.reason


BROKEN = {
    "does not start": ("import nothing_of_this_name\n", "app_start"),
    "ends at once": ("raise SystemExit(0)\n", "app_start"),
    "dies midway": (
        "import os, threading\nthreading.Timer(8, lambda: os.kill(os.getpid(), 9)).start()\n",
        "app_exited",
    ),
}


@pytest.mark.bwrap
@pytest.mark.parametrize(
    "how", [pytest.param(how, marks=[pytest.mark.spare] * (how == "ends at once")) for how in BROKEN]
)
def test_a_broken_app_is_told_apart(lab: Lab, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, reason = BROKEN[how]
    path = "bookshop/views.py"
    outcome = measured(lab, {path: before.encode() + lab.editable_files()[path]}, "bubblewrap", monkeypatch)
    assert outcome.reason == reason, outcome.message
    assert outcome.advice
    if how == "does not start":
        assert "nothing_of_this_name" in outcome.tail
