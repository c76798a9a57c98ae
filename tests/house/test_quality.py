"""ruff and mypy are clean; a finding is a failed test."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PODS_SCRIPTS = [str(path) for path in sorted((ROOT / "platform/perfgym/sandbox/inside").glob("*.py"))]


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        ["-m", "mypy", "--exclude", "^$", *PODS_SCRIPTS],
    ],
    ids=["ruff", "format", "mypy", "mypy-inside"],
)
def test_clean(command: list[str]) -> None:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
