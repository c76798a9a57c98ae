"""Starts a program held in: pinned, limited, tied to the one that starts it; optionally in another process's network.

    launch.py --parent PID [--join PID] [--cores 0,1] [--nofile N] [--group FOLDER] [--filter NUMBER FILE]
        [--scratch FOLDER BYTES INODES UID MODE] [--guard [--pids N] [--report NUMBER]] -- program arguments
    launch.py --parent PID --hold

`--filter` opens a file under that number. `--scratch` lays a sized file system in memory over a folder, seen by the
program and nobody else; under a guard only where that can be done.
`--guard` stays as the program's parent: whatever it leaves behind, daemons too, ends with it or with our own parent.
`--hold` makes a network of its own with nothing but loopback, says so in one line, and keeps it until its input ends.
Standard library only, and no import of the platform. Sources: setns(2), user_namespaces(7), netdevice(7), prctl(2).
"""

import argparse
import contextlib
import ctypes
import fcntl
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import NoReturn

CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWIPC = 0x10000000, 0x40000000, 0x00020000, 0x08000000
MS_NOSUID, MS_NODEV, MS_REC, MS_SLAVE = 2, 4, 0x4000, 0x80000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
libc = ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: int | bytes | None) -> None:
    if getattr(libc, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def separate(*kinds: int) -> None:
    """Leave for new namespaces; an ordinary user by way of a user namespace in which they alone exist."""
    uid, gid, flags = os.geteuid(), os.getegid(), sum(kinds)
    if not uid:
        call("unshare", flags)
        return
    call("unshare", flags | CLONE_NEWUSER)
    for file, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{file}", "w") as target:
            target.write(text)


def hold() -> None:
    separate(CLONE_NEWNET)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(probe, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))
    os.write(1, b"holding\n")
    while os.read(0, 4096):
        pass


def join(holder: int) -> None:
    """Enter the holder's network; an ordinary user enters the holder's user namespace first, which lets them."""
    kinds = (("user", CLONE_NEWUSER), ("net", CLONE_NEWNET)) if os.geteuid() else (("net", CLONE_NEWNET),)
    files = [(os.open(f"/proc/{holder}/ns/{kind}", os.O_RDONLY), flag) for kind, flag in kinds]
    for file, flag in files:
        call("setns", file, flag)
        os.close(file)


def limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (wanted, wanted))


def works(action: Callable[[], None]) -> bool:
    """Whether it does, tried by a process that is gone after it."""
    pid = os.fork()
    if not pid:
        try:
            action()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1] == 0


def cover(folder: str, size: str, inodes: str, uid: str, mode: str) -> None:
    """Lay memory of that size over the folder, in the mount namespace just made. The machine's own never see it."""
    call("mount", None, b"/", None, MS_REC | MS_SLAVE, None)
    held = f"size={size},nr_inodes={inodes},uid={uid},gid={uid},mode={mode}"
    call("mount", b"scratch", folder.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, held.encode())


def apart(scratch: list[str]) -> None:
    """A mount and an IPC namespace of one's own, with the scratch folder in it."""
    separate(CLONE_NEWNS, CLONE_NEWIPC)
    cover(*scratch)


def guard(command: list[str], options: argparse.Namespace) -> NoReturn:
    """Run it as a child and adopt its orphans. Ends as the child ends.

    An ordinary user's processes are counted all together, but those of a user namespace for themselves; so where one
    can be made, it holds the number of processes (getrlimit(2), RLIMIT_NPROC).
    """
    able = works(lambda: apart(options.scratch))
    call("prctl", PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGTERM, lambda *_: finish(signal.SIGKILL))
    child = os.fork()
    if not child:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if able:
            counted = os.geteuid() != 0
            apart(options.scratch)
            if counted:
                limit(resource.RLIMIT_NPROC, options.pids)
        os.execvp(command[0], command)  # noqa: S606
    os.closerange(0, 2)  # the program's, to keep or to close
    if options.report is not None:
        os.close(options.report)
    pid = status = 0
    while pid != child:
        pid, status = os.wait()
    finish(status)


def finish(status: int) -> NoReturn:
    """End all that is left, then end as `status` says (wait(2))."""
    while kill_below(os.getpid()):
        os.wait()
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def kill_below(pid: int) -> bool:
    """Kill every descendant; whether there was one."""
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        children = [int(child) for child in file.read().split()]
    for child in children:
        with contextlib.suppress(OSError):  # gone meanwhile
            kill_below(child)
            os.kill(child, signal.SIGKILL)
    return bool(children)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--hold", action="store_true")
    parser.add_argument("--join", type=int)
    parser.add_argument("--cores", default="")
    parser.add_argument("--nofile", type=int, default=1024)
    parser.add_argument("--group")
    parser.add_argument("--guard", action="store_true")
    parser.add_argument("--pids", type=int, default=0)
    parser.add_argument("--report", type=int)
    parser.add_argument("--scratch", nargs=5, metavar=("FOLDER", "BYTES", "INODES", "UID", "MODE"))
    parser.add_argument("--filter", nargs=2, metavar=("NUMBER", "FILE"))
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("command", nargs="*")
    options = parser.parse_args()
    call("prctl", PR_SET_PDEATHSIG, signal.SIGTERM if options.guard else signal.SIGKILL, 0, 0, 0)
    if os.getppid() != options.parent:
        sys.exit("the one that started this is gone")
    if options.hold:
        hold()
        return
    if options.group:
        with open(os.path.join(options.group, "cgroup.procs"), "w") as procs:
            procs.write(str(os.getpid()))
    if options.cores:
        os.sched_setaffinity(0, [int(core) for core in options.cores.split(",")])
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_MSGQUEUE, 0)
    limit(resource.RLIMIT_NOFILE, options.nofile)
    if options.join:
        join(options.join)
    if options.guard:
        guard(options.command, options)
    if options.scratch:
        call("unshare", CLONE_NEWNS)  # as root, or in the holder's user namespace, which is ours
        cover(*options.scratch)
    if options.filter:
        os.dup2(os.open(options.filter[1], os.O_RDONLY), int(options.filter[0]))
    os.execvp(options.command[0], options.command)  # noqa: S606 - no shell is the point


main()
