"""A correct catalogue becomes objects that hold what its files say."""

import dataclasses
from pathlib import Path

import pytest
from catalog_factory import catalogue

from perfgym.catalog import library
from perfgym.errors import LearnerError


def test_a_lab_holds_what_its_manifest_says(tmp_path: Path) -> None:
    lab = library.load(catalogue(tmp_path)).lab("slow-shop")
    assert (lab.slug, lab.level, lab.minutes, lab.skills) == ("slow-shop", "foundation", 10, ("S7",))
    assert (lab.score.metric, lab.score.workload, lab.score.reference_ratio) == ("wall", "browse", 0.3)
    assert lab.points.improvement == 100
    assert lab.app.title == "The shop"


def test_an_app_holds_sizes_in_bytes_and_its_own_defaults(tmp_path: Path) -> None:
    app = library.load(catalogue(tmp_path)).apps["shop"]
    assert (app.limits.memory_bytes, app.limits.pids, app.limits.scratch_bytes) == (512 * 2**20, 64, 64 * 2**20)
    assert (app.database_limits.memory_bytes, app.database_limits.scratch_bytes) == (1024 * 2**20, 256 * 2**20)
    assert app.start == ("python", "-m", "shop.serve")


def test_the_running_app_gets_no_data_module(tmp_path: Path) -> None:
    app = library.load(catalogue(tmp_path)).apps["shop"]
    assert set(app.app_content()) == {
        f"shop/{name}" for name in ("__init__.py", "serve.py", "queries.py", "templates/list.html")
    }
    assert set(app.content()) - set(app.app_content()) == {"shop_data/salt.py", "shop_data/seed.py"}


def test_workload_contract_and_salt_are_at_hand(tmp_path: Path) -> None:
    app = library.load(catalogue(tmp_path)).apps["shop"]
    assert app.workload("browse") == b"import locust\n"
    assert app.contract.startswith(b"def normalise")
    assert app.seed_salt(7) == "SELECT 7"
    with pytest.raises(LearnerError, match="no workload `buy`; it has browse"):
        app.workload("buy")


def test_steps_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    steps = library.load(catalogue(tmp_path)).lab("slow-shop").steps
    assert [(step.number, step.name, step.title, step.minutes) for step in steps] == [
        (1, "10-goal", "The goal", 4),
        (2, "20-change", "The change", 6),
    ]
    assert steps[0].hints == ("Look at the log.", "Count the queries.")
    assert steps[0].check is None
    assert steps[1].check is not None
    assert steps[1].check.model_dump(exclude_defaults=True) == {"kind": "compare", "ratio": 0.5}


def test_nothing_of_a_lab_can_be_changed(tmp_path: Path) -> None:
    lab = library.load(catalogue(tmp_path)).lab("slow-shop")
    with pytest.raises(dataclasses.FrozenInstanceError):
        lab.title = "Another"  # type: ignore[misc]
    with pytest.raises(TypeError):
        lab.files["lab.yaml"] = b""  # type: ignore[index]


def test_skills_and_tracks_are_read(tmp_path: Path) -> None:
    found = library.load(catalogue(tmp_path))
    assert found.skills["S7"].roles == ("Performance engineer",)
    assert [track.labs for track in found.tracks] == [("slow-shop",)]


def test_an_empty_folder_is_an_empty_catalogue(tmp_path: Path) -> None:
    found = library.load(tmp_path)
    assert (dict(found.labs), dict(found.apps), found.problems) == ({}, {}, ())
