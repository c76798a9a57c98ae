"""ruff and mypy are clean; a finding is a failed test."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSIDE = [ROOT / f"platform/perfgym/{room}/inside" for room in ("sandbox", "profiles")]  # import each other as files


def inside(folder: Path) -> tuple[list[str], Path]:
    """mypy over scripts of pods."""
    cache = ROOT / ".mypy_cache" / folder.parent.name
    files = [path.name for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]
    options = [f"--config-file={ROOT / 'pyproject.toml'}", f"--cache-dir={cache}", "--explicit-package-bases"]
    return ["mypy", *options, "--exclude=^$", *files], folder


@pytest.mark.parametrize(
    ("command", "folder"),
    [
        (["ruff", "check", "."], ROOT),
        (["ruff", "format", "--check", "."], ROOT),
        (["mypy"], ROOT),
        *(inside(folder) for folder in INSIDE),
    ],
    ids=["ruff", "format", "mypy", *(f"mypy-{folder.parent.name}-inside" for folder in INSIDE)],
)
def test_clean(command: list[str], folder: Path) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
