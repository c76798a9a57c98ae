"""The state folder: private, one version, one owner, one `up`."""

import errno
import os
import stat
from pathlib import Path

import pytest

from perfgym.embedded import home as homes
from perfgym.embedded import lock
from perfgym.embedded.errors import AlreadyRunning, DiskFull, NotOurs, NotWritable, OtherVersion
from perfgym.embedded.home import open_home, path


def mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)


def test_the_environment_chooses_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    assert path({"PERFGYM_HOME": "/srv/gym", "XDG_STATE_HOME": "/state"}) == Path("/srv/gym")
    assert path({"XDG_STATE_HOME": "/state"}) == Path("/state/perfgym")
    assert path({"XDG_STATE_HOME": "relative"}) == Path("/home/someone/.local/state/perfgym")
    assert path({}) == Path("/home/someone/.local/state/perfgym")


def test_it_is_for_its_owner_only_even_if_it_was_open_before(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    home = open_home(folder)
    assert [mode(place) for place in (home.path, home.logs, home.run)] == [0o700] * 3


def test_the_secret_key_is_made_once_and_is_private(folder: Path) -> None:
    home = open_home(folder)
    key = home.secret_key()
    assert len(key) >= 50
    assert open_home(folder).secret_key() == key
    assert mode(folder / "secret_key") == 0o600


def test_a_folder_of_another_version_is_refused_and_not_touched(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    (folder / "version").write_text("99\n")
    with pytest.raises(OtherVersion, match="99"):
        open_home(folder)
    assert [file.name for file in folder.iterdir()] == ["version"]
    assert mode(folder) == 0o755


def test_a_folder_of_another_user_is_refused_and_not_touched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    with pytest.raises(NotOurs, match="PERFGYM_HOME"):
        open_home(folder)
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(folder: Path) -> None:
    folder.write_text("a file is in the way")
    with pytest.raises(NotWritable, match="PERFGYM_HOME"):
        open_home(folder / "below")


def test_a_full_disk_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(homes, "write_private", full)
    with pytest.raises(DiskFull, match="Make room"):
        open_home(folder)


def test_a_second_holder_hears_where_the_first_is(folder: Path) -> None:
    home = open_home(folder)
    with lock.hold(home, "http://127.0.0.1:8000"):
        said = rf"http://127.0.0.1:8000 \(process {os.getpid()}\)"
        second = lock.hold(home)
        with pytest.raises(AlreadyRunning, match=said):
            second.__enter__()
    with lock.hold(home, "http://127.0.0.1:9000"):
        pass
