"""One measurement at a time on a slot, over all processes of the machine."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from perfgym.sandbox import slots
from perfgym.sandbox.slots import Slot

SLOT = Slot((7,), (6,))
HOLD = """
import sys
from perfgym.sandbox.slots import Slot, alone
with alone(Slot((7,), (6,)), lambda: None):
    print("held", flush=True)
    sys.stdin.read()
"""


class Waited(Exception):
    """The slot was taken."""


def waited() -> None:
    raise Waited


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_another_process_waits_until_the_holder_ends() -> None:
    command = [sys.executable, "-c", HOLD]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Waited), slots.alone(SLOT, waited):
            pass
        with slots.alone(Slot((8,), (6,)), waited):
            pass  # another slot is free
        holder.kill()
    with slots.alone(SLOT, waited):
        pass


def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "perfgym-slot-7.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"), slots.alone(SLOT, waited):
        pass
    assert not (tmp_path / "elsewhere").exists()
