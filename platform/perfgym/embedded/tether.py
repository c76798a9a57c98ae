"""Run a program so that it cannot outlive the one that started it: `tether.py [options] -- program arguments`.

Standard library only; started as a file, so that nothing of the platform is loaded. Order matters: giving up root
clears the parent-death signal, so that comes first (prctl(2), PR_SET_PDEATHSIG).
"""

import argparse
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1


def parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tether")
    parser.add_argument("--parent", type=int, help="process that must still be there (default: whichever starts this)")
    parser.add_argument("--signal", type=int, default=signal.SIGTERM, help="what the program gets when the parent dies")
    parser.add_argument("--uid", type=int, help="user and group to become; needs root")
    parser.add_argument("--folder", help="working directory; entered before root is given up")
    parser.add_argument("command", nargs="+")
    return parser.parse_args(argv)


def become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def die_with(parent: int, number: int) -> None:
    """Ask for signal `number` when the thread that forked us ends; leave at once if it already has."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        sys.exit("tether: the parent is gone")


def default_signals() -> None:
    """Undo what a shell or a caller blocked or ignored: the program must hear a request to stop."""
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        with contextlib.suppress(OSError):
            signal.signal(number, signal.SIG_DFL)


def main(argv: Sequence[str]) -> None:
    options = parse(argv)
    parent = options.parent or os.getppid()
    if options.folder:
        os.chdir(options.folder)
    if options.uid is not None:
        become(options.uid)
    die_with(parent, options.signal)
    default_signals()
    os.execvp(options.command[0], options.command)  # noqa: S606 - no shell is the point


if __name__ == "__main__":
    main(sys.argv[1:])
