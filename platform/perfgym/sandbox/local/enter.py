"""The last step before a local part's own command: becomes its user, gives up every way back, reads back, reports.

    enter.py [--report NUMBER] [--user UID] [--pids N] [--calls FILE] --scratch FOLDER -- program arguments

`--report` is an open pipe that takes one line of JSON: what holds this very process, as the kernel tells it. `--calls`
is a filter of system calls (syscalls.py) where nobody has set one yet. Standard library only; runs as root or as an
ordinary user. Sources: capget(2), prctl(2), seccomp(2), statvfs(3), proc(5).
"""

import argparse
import ctypes
import json
import os
import resource
import signal
import struct
from collections.abc import Mapping

PR_CAPBSET_READ, PR_CAPBSET_DROP = 23, 24
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
CAPABILITY_VERSION, FILTER = 0x20080522, 2
STEP = 8  # bytes of a struct sock_filter
NAMESPACES = ("net", "pid", "ipc", "uts", "mnt", "user", "cgroup")
libc = ctypes.CDLL(None, use_errno=True)


class Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def call(name: str, *arguments: object) -> None:
    if getattr(libc, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def become(uid: int) -> None:
    """For good: what root could still inherit goes too, and what a program could ever be given."""
    bound()
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    call("capset", struct.pack("Ii", CAPABILITY_VERSION, 0), bytes(24))


def bound() -> None:
    """Empty the bounding set: one capability after the other, until the kernel knows of no more."""
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_READ, capability, 0, 0, 0) < 0:
            return
        call("prctl", PR_CAPBSET_DROP, capability, 0, 0, 0)


def restrict(file: str) -> None:
    """No program started from here gains anything, and calls go through the filter."""
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    with open(file, "rb") as program:
        steps = program.read()
    if steps:
        filled = Program(len(steps) // STEP, steps)
        call("prctl", PR_SET_SECCOMP, FILTER, ctypes.byref(filled), 0, 0)


def held(scratch: str) -> Mapping[str, object]:
    """What holds this process. Sizes in bytes; limits are the hard ones, which nobody here can raise."""
    with open("/proc/self/status") as file:
        status = dict(line.rstrip("\n").split(":\t", 1) for line in file)
    folder = os.statvfs(scratch)
    return {
        "uid": os.getresuid(),
        "gid": os.getresgid(),
        "groups": os.getgroups(),
        "capabilities": int(status["CapInh"], 16) | int(status["CapPrm"], 16) | int(status["CapAmb"], 16),
        "no_new_privs": status["NoNewPrivs"] == "1",
        "seccomp": status["Seccomp"] == "2",
        "cores": sorted(os.sched_getaffinity(0)),
        "nofile": resource.getrlimit(resource.RLIMIT_NOFILE)[1],
        "core": resource.getrlimit(resource.RLIMIT_CORE)[1],
        "msgqueue": resource.getrlimit(resource.RLIMIT_MSGQUEUE)[1],
        "nproc": resource.getrlimit(resource.RLIMIT_NPROC)[1],
        "scratch_bytes": folder.f_blocks * folder.f_frsize,
        "scratch_inodes": folder.f_files,
        "root_read_only": bool(os.statvfs("/").f_flag & os.ST_RDONLY),
        "namespaces": {name: os.readlink(f"/proc/self/ns/{name}") for name in NAMESPACES},
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--report", type=int)
    parser.add_argument("--user", type=int, default=0)
    parser.add_argument("--pids", type=int, default=0)
    parser.add_argument("--calls")
    parser.add_argument("--scratch", required=True)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    if options.user:
        become(options.user)
    if options.pids:
        resource.setrlimit(resource.RLIMIT_NPROC, (options.pids, options.pids))
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # after becoming someone else, which would clear it
    if options.calls:
        restrict(options.calls)
    if options.report is not None:
        os.write(options.report, json.dumps(held(options.scratch)).encode() + b"\n")
        os.close(options.report)
    os.execvp(options.command[0], options.command)  # noqa: S606 - no shell is the point


main()
