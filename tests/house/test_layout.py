"""The house stays as it was planned: top level, layers, and a `platform/` that shadows nothing."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOP = {
    ".ci", ".git", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "docker-compose.yml",
    "docs", "labs",
    "manage.py", "platform", "pyproject.toml", "requirements", "sandbox_apps", "tests",
}  # fmt: skip


def test_platform_is_a_source_root_and_shadows_nothing() -> None:
    assert not list((ROOT / "platform").glob("*.py"))
    import platform
    import uuid

    assert Path(platform.__file__).parent != ROOT / "platform"
    assert uuid.uuid4().version == 4


def test_the_top_level_is_what_was_agreed() -> None:
    there = {path.name for path in ROOT.iterdir()}
    assert not {name for name in there - TOP if not name.startswith(".")}


def test_layers_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "importlinter.cli", "lint"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_locks_name_hashes_and_no_addresses() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_no_two_test_files_have_one_name() -> None:
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []
