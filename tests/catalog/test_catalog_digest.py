"""The digest pins everything that an attempt was made under."""

from pathlib import Path

import pytest
from catalog_factory import FILES, catalogue

from perfgym.catalog import library
from perfgym.catalog.loading import files


def digest(root: Path, changes: dict[str, str] | None = None) -> str:
    return library.load(catalogue(root, changes)).lab("slow-shop").digest


def test_equal_content_has_an_equal_digest(tmp_path: Path) -> None:
    assert digest(tmp_path / "one") == digest(tmp_path / "two")


@pytest.mark.parametrize("path", [path for path in FILES if path.count("/") > 1])
def test_every_file_of_lab_and_app_changes_it(tmp_path: Path, path: str) -> None:
    assert digest(tmp_path / "one") != digest(tmp_path / "two", {path: FILES[path] + "\n\n"})


def test_files_that_nothing_reads_leave_it_alone(tmp_path: Path) -> None:
    changes = {
        "labs/slow-shop/.DS_Store": "x",
        "sandbox_apps/shop/shop/__pycache__/a.pyc": "x",
        "sandbox_apps/shop/notes.md": "x",
    }
    assert digest(tmp_path / "one") == digest(tmp_path / "two", changes)


def test_where_one_part_ends_matters() -> None:
    assert files.digest({"a": b"bc"}) != files.digest({"ab": b"c"})
    assert files.digest({"a": b"1", "b": b"2"}) == files.digest({"b": b"2", "a": b"1"})
