"""manage.py: the environment it makes, resumes, renews, shares and leaves alone."""

import ast
import fcntl
import importlib.util
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest

MANAGE = Path(__file__).parents[2] / "manage.py"


class Maker:
    """Stands in for the commands that make and fill an environment: notes them, and fails where it is told to."""

    def __init__(self, manage: ModuleType) -> None:
        self.manage = manage
        self.commands: list[list[str]] = []
        self.states: list[str] = []
        self.failing = ""

    def __call__(self, command: list[str], of: int = 0) -> bool:
        self.commands.append(command)
        self.states.append(self.manage.state())
        if "venv" in command:
            self.manage.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            self.manage.PYTHON.touch()
        return not self.failing or self.failing not in command


@pytest.fixture
def manage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as it is in a fresh clone, on a machine without uv."""
    root = tmp_path / "clone"
    (root / "requirements").mkdir(parents=True)
    (root / "requirements" / "test.txt").write_text("django==5.2\n")
    (root / "pyproject.toml").write_text("[project]\n")
    (root / "manage.py").write_bytes(MANAGE.read_bytes())
    spec = importlib.util.spec_from_file_location("manage_of_a_clone", root / "manage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    monkeypatch.setattr(module, "has_pip", lambda: True)
    return module


@pytest.fixture
def maker(manage: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Maker:
    made = Maker(manage)
    monkeypatch.setattr(manage, "run", made)
    return made


def test_a_fresh_clone_gets_an_environment_once(manage: ModuleType, maker: Maker) -> None:
    manage.prepare()
    assert [command[1:3] for command in maker.commands] == [["-m", "venv"], ["-m", "pip"], ["-m", "pip"]]
    assert manage.state() == manage.digest()
    manage.prepare()
    assert len(maker.commands) == 3


def test_a_changed_lock_installs_anew_into_the_same_environment(manage: ModuleType, maker: Maker) -> None:
    manage.prepare()
    (manage.ROOT / "requirements" / "test.txt").write_text("django==5.2.1\n")
    manage.prepare()
    assert [command[1:3] for command in maker.commands[3:]] == [["-m", "pip"], ["-m", "pip"]]
    assert manage.state() == manage.digest()


def test_an_interrupted_install_is_resumed(manage: ModuleType, maker: Maker) -> None:
    maker.failing = "--require-hashes"
    with pytest.raises(SystemExit) as end:
        manage.prepare()
    assert end.value.code == 3
    maker.failing = ""
    manage.prepare()
    assert sum("venv" in command for command in maker.commands) == 1
    assert manage.state() == manage.digest()


def test_a_half_made_environment_is_made_again(manage: ModuleType, maker: Maker) -> None:
    manage.VENV.mkdir()
    manage.STATE.write_text("making")
    (manage.VENV / "half").touch()
    manage.prepare()
    assert not (manage.VENV / "half").exists()
    assert manage.state() == manage.digest()


def test_no_ensurepip_is_said_with_its_cure_and_leaves_nothing(
    manage: ModuleType, maker: Maker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(manage, "find_spec", lambda _: None)
    with pytest.raises(SystemExit) as end:
        manage.prepare()
    assert end.value.code == 3
    assert "apt-get install python3-venv" in capsys.readouterr().err
    assert not manage.VENV.exists()


def test_uv_that_fails_is_followed_by_pip(manage: ModuleType, maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manage.shutil, "which", lambda name: f"/usr/bin/{name}")
    maker.failing = "/usr/bin/uv"
    manage.prepare()
    assert ["-m", "pip"] in [command[1:3] for command in maker.commands]
    assert manage.state() == manage.digest()


def test_a_folder_that_cannot_be_written_is_said(
    manage: ModuleType, maker: Maker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SystemExit):
        manage.prepare()
    assert "cannot be written to" in capsys.readouterr().err
    assert maker.commands == []


def test_an_environment_that_is_not_our_work_is_left_alone(
    manage: ModuleType, maker: Maker, capsys: pytest.CaptureFixture[str]
) -> None:
    manage.VENV.mkdir()
    (manage.VENV / "theirs").touch()
    with pytest.raises(SystemExit):
        manage.prepare()
    assert "was not made by PerfGym" in capsys.readouterr().err
    assert [file.name for file in manage.VENV.iterdir()] == ["theirs"]
    assert maker.commands == []


def test_another_start_that_installs_is_waited_for(manage: ModuleType, maker: Maker) -> None:
    descriptor = os.open(manage.ROOT, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    second = threading.Thread(target=manage.prepare)
    second.start()
    manage.VENV.mkdir()
    manage.STATE.write_text(manage.digest())
    manage.PYTHON.parent.mkdir()
    manage.PYTHON.touch()
    os.close(descriptor)
    second.join(30)
    assert not second.is_alive()
    assert maker.commands == []


def test_the_perfgym_of_another_checkout_does_not_count(manage: ModuleType) -> None:
    assert importlib.util.find_spec("perfgym") is not None
    assert not manage.runs_here()


def test_this_checkout_runs_in_the_environment_of_the_tests() -> None:
    done = subprocess.run([sys.executable, MANAGE, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_old_python_is_told_so(tmp_path: Path) -> None:
    ast.parse(MANAGE.read_text(), feature_version=(3, 6))
    script = (
        f"import sys; sys.version_info = (3, 6, 9); sys.argv = ['manage.py', 'up']; exec(open({str(MANAGE)!r}).read())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "needs Python 3.11 or newer" in done.stderr
    assert "manage.py up" in done.stderr
