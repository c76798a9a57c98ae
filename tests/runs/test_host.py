"""What is known of a machine: its sentinel, when to ask again, and the reference's ratio as calibrated on it."""

from datetime import timedelta
from pathlib import Path

import pytest

from perfgym.catalog import library
from perfgym.runs import sentinel
from perfgym.runs.host import Host, now
from perfgym.runs.outcome import Outcome, Reason


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path / "host" / "0123456789ab")


def test_a_machine_that_was_never_asked_is_due(host: Host) -> None:
    assert host.sentinel() is None
    assert host.sentinel_due(now())


@pytest.mark.parametrize(("ok", "lasts"), [(True, timedelta(hours=24)), (False, timedelta(minutes=15))])
def test_it_is_asked_again_when_its_time_is_over(host: Host, ok: bool, lasts: timedelta) -> None:
    host.keep_sentinel({"ok": ok, "sentence": "said"})
    assert not host.sentinel_due(now() + lasts - timedelta(minutes=1))
    assert host.sentinel_due(now() + lasts + timedelta(minutes=1))


def test_the_calibrated_ratio_counts_for_the_version_it_was_measured_on(host: Host) -> None:
    lab = library.default().lab("sql-n-plus-one")
    assert host.reference_ratio(lab) == lab.score.reference_ratio
    host.keep_calibration(lab, {"reference_ratio": 0.41})
    assert host.reference_ratio(lab) == 0.41
    host.keep_calibration(lab, {"reference_ratio": 0.41, "judged": "of another version"})
    assert host.reference_ratio(lab) == lab.score.reference_ratio


@pytest.mark.parametrize(
    ("verdict", "ok", "said"),
    [
        ("no_measurable_change", True, "identical code differs by -1.0 to +2.0 % here: no measurable change"),
        ("faster", False, "identical code seems to differ by -1.0 to +2.0 % here (faster)"),
        ("inconclusive", False, "identical code seems to differ by -1.0 to +2.0 % here (inconclusive)"),
    ],
)
def test_only_no_measurable_change_makes_a_machine_fit(verdict: str, ok: bool, said: str) -> None:
    found = sentinel.told(Outcome({"verdict": verdict, "ratio": 1.0, "interval": [0.99, 1.02]}, {}))
    assert (found["ok"], found["sentence"]) == (ok, said)


def test_a_machine_too_noisy_to_judge_is_not_fit() -> None:
    found = sentinel.told(Outcome({"verdict": None, "interval": None}, {}, reason=Reason.TOO_NOISY))
    assert not found["ok"]
    assert "too noisy" in found["sentence"]
