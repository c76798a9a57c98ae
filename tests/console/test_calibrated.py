"""labs/calibrated.json: it counts for a lab as it was calibrated, and for no other; and the table of a release."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.console import calibrated

FOUND: dict[str, Any] = {
    "lab": "sql-n-plus-one",
    "driver": "docker",
    "noise": {"verdict": "no_measurable_change", "ratio": 1.0, "interval": [0.97, 1.03], "points": 0},
    "reference": {"verdict": "faster", "ratio": 0.5, "interval": [0.48, 0.52], "points": 100},
    "solutions": {"batched": {"verdict": "faster", "ratio": 0.6, "interval": [0.58, 0.62], "points": 80}},
    "cheats": {
        "stale": {"expected": "wrong_answers", "found": "wrong_answers"},
        "shed": {"expected": "too_many_failures", "found": "faster"},
    },
    "seconds": 77,
    "problems": [],
}


@pytest.fixture
def lab() -> Lab:
    return library.default().lab("sql-n-plus-one")


def changed(lab: Lab, path: str, content: bytes) -> Lab:
    return dataclasses.replace(lab, files={**lab.files, path: content})


def current(root: Path, lab: Lab) -> list[str]:
    return list(calibrated.current(calibrated.read(root), lab))


def test_it_counts_for_the_lab_as_it_was_calibrated(tmp_path: Path, lab: Lab) -> None:
    assert current(tmp_path, lab) == []
    calibrated.record(tmp_path, lab, FOUND)
    calibrated.record(tmp_path, lab, {**FOUND, "driver": "bubblewrap"})
    assert current(tmp_path, lab) == ["bubblewrap", "docker"]
    assert calibrated.read(tmp_path)[lab.slug]["docker"]["seconds"] == 77


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("guide/10-goal.md", True),
        ("lab.yaml", True),  # what of it decides is read from the model
        ("starter/bookshop/queries.py", False),
        ("reference/bookshop/queries.py", False),
        ("cheats/stale-cache/cheat.yaml", False),
    ],
)
def test_what_decides_makes_it_old(tmp_path: Path, lab: Lab, path: str, counts: bool) -> None:
    calibrated.record(tmp_path, lab, FOUND)
    assert bool(current(tmp_path, changed(lab, path, b"# changed"))) is counts


def test_another_score_app_or_harness_makes_it_old(tmp_path: Path, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    calibrated.record(tmp_path, lab, FOUND)
    assert current(tmp_path, lab) == ["docker"]
    assert lab.scored_by is not None
    assert not current(tmp_path, dataclasses.replace(lab, scored_by=lab.scored_by.model_copy(update={"metric": "cpu"})))
    assert not current(tmp_path, dataclasses.replace(lab, runs_on=dataclasses.replace(lab.app, digest="other")))
    monkeypatch.setattr(calibrated, "harness", lambda: "other")
    assert not current(tmp_path, lab)


def test_the_harness_is_the_code_that_judges() -> None:
    for pattern in calibrated.HARNESS:
        assert list(calibrated.PACKAGE.glob(pattern)), f"{pattern} stands for no file any more"


def test_the_table_has_a_row_a_lab_and_driver() -> None:
    head, _, row = calibrated.table([FOUND]).strip().split("\n")
    assert head.startswith("| lab | driver | starter | reference |")
    assert "| faster, 2.0x (1.9x to 2.1x), 100 points | batched: faster, 1.7x (1.6x to 1.7x), 80 points |" in row
    assert "stale: wrong_answers; shed: faster, WRONG | 77 |" in row
