"""perfgym doctor: each finding a yes or a no, each no with what to do, and an exit code that a script can use."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from perfgym.console import entry, findings
from perfgym.embedded.errors import NoBinary
from perfgym.sandbox.protocol import Level
from perfgym.sandbox.slots import Slot


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFGYM_HOME", str(tmp_path / "home"))


def test_json_is_one_document_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    code = entry.main(["doctor", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert code == (0 if document["runs"] else 1)
    assert {"Python", "PostgreSQL", "Valkey", "isolation", "cores"} <= {one["name"] for one in document["findings"]}


def test_every_no_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    entry.main(["doctor", "--json"])
    for finding in json.loads(capsys.readouterr().out)["findings"]:
        assert finding["ok"] or finding["cure"], finding


def test_a_missing_server_is_a_no_and_makes_the_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(*_: object) -> Path:
        raise NoBinary("PostgreSQL", "Install it.")

    monkeypatch.setattr(findings.binaries, "postgres", missing)
    assert entry.main(["doctor"]) == 1
    assert "no   PostgreSQL" in capsys.readouterr().out


def test_a_server_of_the_environment_needs_no_binary() -> None:
    def missing() -> Path:
        raise NoBinary("Valkey", "Install it.")

    assert findings.server("Valkey", "REDIS_URL", {"REDIS_URL": "redis://queue/0"}, missing).ok


def test_little_disk_is_a_no_that_does_not_stop_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 10**6))  # type: ignore[attr-defined]
    found = findings.free_disk(tmp_path / "not" / "there")
    assert (found.ok, found.needed, bool(found.cure)) == (False, False, True)


def test_weaker_isolation_says_what_keeps_the_stronger_from_working(monkeypatch: pytest.MonkeyPatch) -> None:
    weaker = SimpleNamespace(name="bubblewrap", level=Level.S2)
    stronger = SimpleNamespace(problem=lambda: "no engine answers")
    monkeypatch.setattr(findings.drivers, "choose", lambda _: weaker)
    monkeypatch.setattr(findings.drivers, "all_drivers", lambda: {"docker": stronger})
    found = findings.engine({})
    assert (found.ok, found.needed, found.cure) == (False, False, "docker: no engine answers")
    assert "one person" in found.says


@pytest.mark.parametrize(("slot", "ok"), [(Slot((1,), (0,)), True), (Slot((), ()), False)])
def test_one_core_is_a_no(slot: Slot, ok: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings.slots, "measuring_slot", lambda: slot)
    assert findings.cores().ok is ok
