"""Only a profiled part may read the memory of its own processes; nobody may write it or trace."""

import json
from dataclasses import replace
from typing import Any

import pytest

from perfgym.sandbox.protocol import Driver, Pod, Role
from tests.sandbox.conftest import APPS, DRIVERS, labels, part, prepared

SCRIPT = """
import ctypes, json, os, time
libc = ctypes.CDLL(None, use_errno=True)
class Place(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]
word = ctypes.create_string_buffer(b"word")
child = os.fork()
if not child: time.sleep(60)
def moves(call, pid):
    mine = ctypes.create_string_buffer(b"none")
    here, there = Place(ctypes.addressof(mine), 4), Place(ctypes.addressof(word), 4)
    return call(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) == 4 and mine.raw[:4] == b"word"
ATTACH = 16
print(json.dumps({"reads": moves(libc.process_vm_readv, child), "writes": moves(libc.process_vm_writev, child),
    "traces": libc.ptrace(ATTACH, child, 0, 0) == 0}), flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _own_app(settings: Any) -> None:
    settings.APPS_DIR = APPS


def found(pod: Pod, *, profiled: bool) -> dict[str, bool]:
    role = Role.APP if profiled else Role.RUNNER
    line = pod.start(replace(part(SCRIPT, role), profiled=profiled)).receive(30)
    assert line is not None
    answer: dict[str, bool] = json.loads(line)
    return answer


@pytest.mark.parametrize("name", DRIVERS)
def test_reading_is_for_a_profiled_part_and_nothing_more_is_for_any(name: str) -> None:
    driver: Driver = prepared(name)
    with driver.open(labels()) as pod:
        ordinary, profiled = found(pod, profiled=False), found(pod, profiled=True)
    assert profiled.pop("reads")
    assert not any(profiled.values())
    assert not any(ordinary.values())
