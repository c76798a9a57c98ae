"""A process and all below it: what they use together, and how they are ended."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from perfgym.sandbox.protocol import Usage

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def family(root: int) -> list[int]:
    """`root` and its living descendants."""
    found = [root]
    for pid in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def usage(root: int) -> Usage:
    """CPU of the living to the nanosecond, of the dead in ticks (times(2)); memory as `memory` counts it.

    A process's CPU clock has the id (~pid << 3) | 2 (Linux, CPUCLOCK_SCHED of a whole process).
    """
    cpu = 0.0
    for pid in family(root):
        with contextlib.suppress(OSError, ValueError, IndexError):
            cpu += time.clock_gettime((~pid << 3) | 2)
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            cpu += (int(fields[13]) + int(fields[14])) / TICK
    return Usage(cpu, memory(root))


def memory(root: int) -> int:
    """Bytes of private memory of all, and the largest shared memory of one: the others most likely share that."""
    private, shared = 0, [0]
    for pid in family(root):
        with contextlib.suppress(OSError):
            fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
            private += _kilobytes(fields, "RssAnon")
            shared.append(_kilobytes(fields, "RssShmem"))
    return private + max(shared)


def heavier(root: int, limit: int) -> bool:
    """Whether it uses more than `limit` bytes. Looks closely only where a count that is cheap and too high says so."""
    resident = 0
    for pid in family(root):
        with contextlib.suppress(OSError, IndexError):
            resident += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    return resident > limit and memory(root) > limit and proportional(root) > limit


def proportional(root: int) -> int:
    """Bytes of memory that is in no file, what several share counted once: children of a fork share almost all.

    Where it cannot be read it is infinite: then the cheaper counts decide. Source: proc(5), smaps_rollup.
    """
    total = 0
    for pid in family(root):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except PermissionError:
            return sys.maxsize
        except OSError:  # gone meanwhile
            continue
        fields = dict(line.split(":", 1) for line in text.splitlines()[1:])
        total += _kilobytes(fields, "Pss_Anon") + _kilobytes(fields, "Pss_Shmem")
    return total


def end(root: int) -> None:
    """Kill all below `root` and ask `root` itself to end: guard.py then ends what was born meanwhile."""
    for pid in reversed(family(root)[1:]):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for number in (signal.SIGTERM, signal.SIGCONT):
        with contextlib.suppress(ProcessLookupError):
            os.kill(root, number)


def _kilobytes(fields: Mapping[str, str], name: str) -> int:
    return int(fields.get(name, "0 kB").split()[0]) * 1024
