"""ruff and mypy are clean; a finding is a failed test."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSIDE = ROOT / "platform/perfgym/sandbox/inside"  # scripts of pods, which import each other as files


@pytest.mark.parametrize(
    ("command", "folder"),
    [
        (["ruff", "check", "."], ROOT),
        (["ruff", "format", "--check", "."], ROOT),
        (["mypy"], ROOT),
        (
            [
                "mypy", f"--config-file={ROOT / 'pyproject.toml'}", f"--cache-dir={ROOT / '.mypy_cache/inside'}",
                "--explicit-package-bases", "--exclude=^$", *(path.name for path in sorted(INSIDE.glob("*.py"))),
            ],
            INSIDE,
        ),
    ],
    ids=["ruff", "format", "mypy", "mypy-inside"],
)  # fmt: skip
def test_clean(command: list[str], folder: Path) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
