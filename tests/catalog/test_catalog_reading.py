"""Folders are read without leaving them and without bounds being crossed."""

import os
from pathlib import Path

import pytest
from catalog_factory import catalogue

from perfgym.catalog import library
from perfgym.catalog.loading import files, nodes
from perfgym.catalog.loading.problems import ManifestError


def broken(root: Path) -> str:
    return str(library.load(root).broken_labs["slow-shop"])


def test_a_link_is_refused_by_name(tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text("secret")
    root = catalogue(tmp_path / "root")
    (root / "labs/slow-shop/guide/30-secret.md").symlink_to(outside)
    assert "labs/slow-shop/guide/30-secret.md:1: this is a link" in broken(root)


def test_a_linked_folder_is_refused_by_name(tmp_path: Path) -> None:
    root = catalogue(tmp_path / "root")
    (root / "labs/slow-shop/starter/etc").symlink_to("/etc")
    assert "labs/slow-shop/starter/etc:1: this is a link" in broken(root)


def test_a_lab_that_is_itself_a_link_is_refused(tmp_path: Path) -> None:
    root = catalogue(tmp_path / "root")
    (root / "labs/slow-shop").rename(tmp_path / "elsewhere")
    (root / "labs/slow-shop").symlink_to(tmp_path / "elsewhere")
    assert "labs/slow-shop:1: this folder is a link" in broken(root)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    root = catalogue(tmp_path)
    os.mkfifo(root / "labs/slow-shop/guide/pipe.png")
    assert "labs/slow-shop/guide/pipe.png:1: this is not a regular file" in broken(root)


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    root = catalogue(tmp_path)
    (root / "labs/slow-shop/guide/page.png").write_bytes(bytes(files.MAX_FILE_BYTES + 1))
    assert "labs/slow-shop/guide/page.png:1: the file is larger than 5 MiB" in broken(root)


@pytest.mark.parametrize("name", ["two words.png", "caf\u00e9.png", "new\nline.png", 'quote".png'])
def test_a_name_that_does_not_travel_is_refused(tmp_path: Path, name: str) -> None:
    message = broken(catalogue(tmp_path, {f"labs/slow-shop/guide/{name}": "x"}))
    assert f"labs/slow-shop:1: the name {'guide/' + name!a} has other characters" in message


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 5)
    assert "the folder is too large" in str(library.load(catalogue(tmp_path)).broken_apps["shop"])


def test_a_large_manifest_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(ManifestError, match="larger than 256 KiB"):
        nodes.parse(b"a: " + b"x" * nodes.MAX_BYTES, "lab.yaml")


def test_expanding_aliases_are_refused() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(ManifestError, match=r"lab\.yaml:1: anchors"):
        nodes.parse(bomb.encode(), "lab.yaml")


def test_stamp_changes_with_any_file(tmp_path: Path) -> None:
    root = catalogue(tmp_path)
    before = files.stamp(root)
    assert files.stamp(root) == before
    (root / "labs/slow-shop/starter/new.txt").write_text("new")
    assert files.stamp(root) != before
