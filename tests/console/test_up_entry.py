"""Exit codes and messages of the console: 0 done, 1 says no, 2 usage or input error, 3 could not run it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from perfgym.console import entry
from perfgym.errors import LearnerError, PlatformError


def perfgym(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PERFGYM", "DATABASE", "REDIS"))}
    command = [sys.executable, "-m", "perfgym.console.entry", *arguments]
    return subprocess.run(command, env={**kept, **environment}, capture_output=True, text=True, check=False)


def test_help_lists_our_commands_first_and_needs_nothing() -> None:
    done = perfgym("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[2].split()[0] == "up"


def test_every_command_of_ours_is_in_the_help_but_the_inner_one() -> None:
    assert entry.own_names() - {"prepare"} <= set(entry.SUMMARY)


def test_no_command_is_a_usage_error() -> None:
    assert perfgym().returncode == entry.USAGE


def test_an_unknown_command_is_a_usage_error() -> None:
    done = perfgym("dwon")
    assert done.returncode == entry.USAGE
    assert "no command 'dwon'" in done.stderr


@pytest.mark.parametrize("name", ["site", "worker"])
def test_a_deployment_without_a_secret_key_refuses_to_start(name: str) -> None:
    done = perfgym(name)
    assert done.returncode == entry.USAGE
    assert "PERFGYM_SECRET_KEY is not set" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1"])
def test_a_port_that_is_none_is_a_usage_error(port: str) -> None:
    assert perfgym("up", "--port", port).returncode == entry.USAGE


def test_a_port_that_is_taken_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = perfgym("up", "--no-browser", "--port", str(port), PERFGYM_HOME=str(tmp_path / "home"))
    assert done.returncode == entry.USAGE
    assert f"Port {port} of 127.0.0.1 cannot be used" in done.stderr
    assert not (tmp_path / "home" / "postgres").exists()


def test_a_state_folder_of_another_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "version").write_text("0")
    done = perfgym("up", "--no-browser", PERFGYM_HOME=str(tmp_path))
    assert done.returncode == entry.USAGE
    assert "another version" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["version"]


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        (LearnerError("no such lab"), entry.USAGE, "no such lab"),
        (PlatformError("no engine"), entry.BROKEN, "no engine (report id "),
        (ZeroDivisionError("by zero"), entry.BROKEN, "ZeroDivisionError: by zero"),
        (SystemExit(1), entry.SAYS_NO, ""),
        (SystemExit("refused"), entry.SAYS_NO, "refused"),
        (SystemExit(), entry.DONE, ""),
    ],
)
def test_each_kind_of_end_has_its_code_and_no_traceback(
    problem: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def end(_: list[str]) -> int:
        raise problem

    monkeypatch.setattr(entry, "_run", end)
    assert entry.main(["up"]) == code
    shown = capsys.readouterr().err
    assert said in shown
    assert "Traceback" not in shown


def test_a_fault_of_ours_shows_where_with_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(entry, "_run", lambda _: 1 // 0)
    assert entry.main(["up", "--traceback"]) == entry.BROKEN
    assert "Traceback" in capsys.readouterr().err
