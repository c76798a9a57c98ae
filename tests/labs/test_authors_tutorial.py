"""docs/authors.md, "A lab, step by step", followed as it stands there: every file is written, every command is run.

What measures is left out: it takes minutes, and calibrating every lab is asked for elsewhere.
"""

import re
import shlex
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from perfgym.catalog import library

STEPS = (library.ROOT / "docs/authors.md").read_text().split("\n## A lab, step by step\n")[1].split("\n## ")[0]
FILE_OR_COMMAND = re.compile(
    r"^`(?P<path>[^`\n]+/[^`\n]+)`\n\n```\w+\n(?P<content>.*?)^```$|^    (?P<command>(?:perfgym|rm) [^\n]+)$",
    re.DOTALL | re.MULTILINE,
)
MEASURES = ("measure", "labs calibrate", "labs check --refresh")


@pytest.fixture
def place(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository but for skills and tracks, as the folder that one is in."""
    settings.LABS_DIR, settings.APPS_DIR = tmp_path / "labs", tmp_path / "sandbox_apps"
    (tmp_path / "labs").mkdir()
    (tmp_path / "sandbox_apps").mkdir()
    shutil.copy(library.ROOT / "labs/skills.yaml", tmp_path / "labs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PERFGYM_SANDBOX", "process")
    monkeypatch.setenv("PERFGYM_HOME", str(tmp_path / "home"))
    return tmp_path


def follow(place: Path, left_out: tuple[str, ...]) -> list[str]:
    """Do all steps but the commands that begin so; the commands that were run."""
    ran = []
    for step in FILE_OR_COMMAND.finditer(STEPS):
        if step["path"]:
            file = place / step["path"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step["content"])
        elif not step["command"].removeprefix("perfgym ").startswith(left_out):
            run(place, step["command"])
            ran.append(step["command"])
    return ran


def run(place: Path, command: str) -> None:
    name, *words = shlex.split(command)
    if name == "rm":
        shutil.rmtree(place / words[-1])
    else:
        call_command(*words, stdout=StringIO(), stderr=StringIO())  # a command that says no exits, which fails the test


def test_the_steps_make_a_lab_that_passes_the_check(place: Path) -> None:
    ran = follow(place, MEASURES)
    assert [command.split()[1:3] for command in ran] == [
        ["labs", "new"], ["-r", "labs/count-the-words/cheats/dropped-write"], ["labs", "check"],
    ]  # fmt: skip
    lab = library.load(place).lab("count-the-words")
    assert [cheat.name for cheat in lab.cheats()] == ["constant-answer", "half-the-page", "shed-load"]
    assert lab.solutions() == ("second",)
