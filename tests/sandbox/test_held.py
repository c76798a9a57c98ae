"""What a pod with namespaces of its own must not be able to do: found by trying, from inside."""

import pytest

from perfgym.sandbox.local import syscalls
from perfgym.sandbox.protocol import Pod
from tests.sandbox.conftest import answer, isolated


@isolated
def test_the_kernels_settings_are_out_of_reach(pod: Pod) -> None:
    """Root inside would write them: /proc/sys asks who one is, not for a capability."""
    script = """
import json, os
def takes(path):
    try: os.close(os.open(path, os.O_WRONLY)); return True
    except OSError: return False
paths = ["/proc/sys/kernel/core_pattern", "/proc/sys/vm/swappiness", "/proc/sysrq-trigger"]
print(json.dumps([path for path in paths if takes(path)]))
"""
    assert answer(pod, script) == []


@isolated
def test_no_folder_but_scratch_takes_a_file(pod: Pod) -> None:
    script = """
import json, os
def takes(folder):
    try: os.close(os.open(os.path.join(folder, "new"), os.O_WRONLY | os.O_CREAT)); return True
    except OSError: return False
places = ["/", "/usr", "/etc", "/var", "/home", "/tmp", "/run", "/dev", "/dev/shm", "/dev/mqueue", "/perfgym"]
print(json.dumps([folder for folder in [*places, os.getcwd(), os.environ["SCRATCH"]] if takes(folder)]))
"""
    assert answer(pod, script) == ["/scratch"]


@isolated
def test_no_socket_reaches_the_machine_below_and_no_namespace_can_be_made(pod: Pod) -> None:
    script = """
import ctypes, json, os, socket
libc = ctypes.CDLL(None, use_errno=True)
UNSHARE, IO_URING_SETUP, CLONE3 = 97 if os.uname().machine == "aarch64" else 272, 425, 435
def fails(action, *arguments):
    try: return action(*arguments) == -1
    except OSError: return True
def family(number): socket.socket(number, socket.SOCK_STREAM)
print(json.dumps([fails(family, 40), fails(family, 17), fails(family, 38), fails(libc.syscall, UNSHARE, 0x10000000),
    fails(libc.syscall, IO_URING_SETUP, 8, 0), fails(libc.syscall, CLONE3, 0, 0)]))
"""
    assert answer(pod, script) == [True] * 6


@isolated
def test_a_part_is_nobody_in_particular(pod: Pod) -> None:
    script = """
import json
fields = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(json.dumps([fields[name].split() for name in ("Uid", "CapEff", "CapPrm", "CapAmb", "NoNewPrivs", "Seccomp")]))
"""
    uids, *powers, no_new, filtered = answer(pod, script)
    assert len(set(uids)) == 1
    assert uids[0] != "0"
    assert all(int(power[0], 16) == 0 for power in powers)
    assert (no_new, filtered) == (["1"], ["2"])


@isolated
def test_its_own_name_resolves(pod: Pod) -> None:
    assert answer(pod, "import json, socket; print(json.dumps(socket.gethostbyname('localhost')))") == "127.0.0.1"


@pytest.mark.parametrize("machine", sorted(syscalls.AUDIT))
def test_the_filter_is_whole_steps_and_refuses_by_default_what_is_no_known_socket(machine: str) -> None:
    program = syscalls.program(machine)
    assert program is not None
    assert len(program) % 8 == 0
    last = int.from_bytes(program[-4:], "little")
    assert last == syscalls.REFUSE | syscalls.EAFNOSUPPORT


def test_a_machine_without_numbers_has_no_filter() -> None:
    assert syscalls.program("pdp11") is None
