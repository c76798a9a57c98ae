"""`perfgym load` runs ordinary locustfiles unchanged, and says plainly what is wrong with others."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parents[1] / "loadgen" / "locustfiles"
KINDS = sorted(path.name for path in HERE.glob("*.py"))

pytestmark = [pytest.mark.bwrap, pytest.mark.timeout(120)]


def load(file: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> tuple[int, dict[str, Any], str]:
    monkeypatch.setenv("PERFGYM_SANDBOX", "bubblewrap")
    command = [sys.executable, "-m", "perfgym.console.entry", "load", "sql-n-plus-one", str(file), "--json", *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr


def test_six_kinds_are_here() -> None:
    assert len(KINDS) == 6


@pytest.mark.parametrize("name", KINDS)
def test_an_ordinary_locustfile_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code, found, told = load(HERE / name, monkeypatch, "--seconds", "3", "--users", "4")
    assert code == 0, told
    assert found["state"] == "finished"
    assert found["count"] > 5
    assert found["verified"] is False
    assert found["series"]
    assert found["fails"] == 0, found["errors"]


def test_tags_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    code, found, _ = load(HERE / "tags.py", monkeypatch, "--seconds", "2", "--tags", "slow")
    assert code == 0
    assert [row["name"] for row in found["by_name"]] == ["GET /authors/ID"]


BROKEN = {
    "syntax error": ("def broken(:\n    pass\n", "line 1"),
    "no user class": ("x = 1\n", "User"),
    "missing import": ("import nothing_of_this_name\n", "nothing_of_this_name"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_locustfile_is_named(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, says = BROKEN[how]
    file = tmp_path / "locustfile.py"
    file.write_text(content)
    code, found, _ = load(file, monkeypatch)
    assert (code, found["reason"]) == (1, "locustfile_error")
    assert says in found["message"]


def test_a_missing_file_and_an_unknown_lab_are_input_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, found, told = load(tmp_path / "none.py", monkeypatch)
    assert (code, found) == (2, {})
    assert "cannot be read" in told
    done = subprocess.run(
        [sys.executable, "-m", "perfgym.console.entry", "measure", "sql-n-plus-two", "--files", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "sql-n-plus-one" in done.stderr


def test_files_outside_the_editable_set_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bookshop").mkdir()
    (tmp_path / "bookshop" / "serve.py").write_text("x = 1\n")
    done = subprocess.run(
        [sys.executable, "-m", "perfgym.console.entry", "measure", "sql-n-plus-one", "--files", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "bookshop/serve.py" in done.stderr
