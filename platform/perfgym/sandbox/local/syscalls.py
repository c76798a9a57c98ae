"""A filter of system calls for sandboxes without an engine: what reaches past namespaces is refused.

Sockets of families that no network namespace holds (AF_VSOCK above all), new namespaces, io_uring, calls that open
rarely used kernel surfaces, and the one that would undo the pinning to cores, which no cgroup holds here. Classic BPF
over struct seccomp_data; sources: seccomp(2), linux/filter.h, and the call numbers of linux/unistd.h for each machine.
"""

import os
import struct

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
X32 = 0x40000000
NEW_NAMESPACE = 0x7E020000  # CLONE_NEWUSER and its kin
FAMILIES = (1, 2, 10, 16)  # local, IP 4 and 6, netlink
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
SOCKET, CLONE = {"x86_64": 41, "aarch64": 198}, {"x86_64": 56, "aarch64": 220}
EVERYWHERE = {425, 426, 427, 428, 429, 430, 431, 432, 433, 435, 438, 442}  # io_uring, mounts, clone3, pidfd_getfd
OLDER = {  # unshare setns bpf userfaultfd perf_event_open ptrace process_vm_* *_handle_at key calls personality mount
    # umount2 pivot_root sched_setaffinity
    "x86_64": {272, 308, 321, 323, 298, 101, 310, 311, 303, 304, 248, 249, 250, 135, 165, 166, 155, 203},
    "aarch64": {97, 268, 280, 282, 241, 117, 270, 271, 264, 265, 217, 218, 219, 92, 40, 39, 41, 122},
}
PROFILER = {"x86_64": 310, "aarch64": 270}  # process_vm_readv


def program(machine: str | None = None, *, profiled: bool = False) -> bytes | None:
    """The filter as bubblewrap takes it (an array of struct sock_filter); None where we have no numbers.

    In a part that is `profiled` a process may read the memory of its user's others (process_vm_readv).
    """
    machine = machine or os.uname().machine
    if machine not in AUDIT:
        return None
    steps = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, AUDIT[machine]), (RETURN, 0, 0, KILL)]
    steps += [(LOAD, 0, 0, NUMBER), *_refuse(AT_LEAST, X32, ENOSYS)]
    refused = EVERYWHERE | OLDER[machine]
    for number in sorted(refused - {PROFILER[machine]} if profiled else refused):
        steps += _refuse(EQUAL, number, ENOSYS if number in EVERYWHERE else EPERM)
    steps += [(EQUAL, 0, 3, CLONE[machine]), (LOAD, 0, 0, FIRST_ARGUMENT), *_refuse(ANY_BIT, NEW_NAMESPACE, EPERM)]
    steps += [(LOAD, 0, 0, NUMBER), (EQUAL, 1, 0, SOCKET[machine]), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, FIRST_ARGUMENT)]
    for family in FAMILIES:
        steps += [(EQUAL, 0, 1, family), (RETURN, 0, 0, ALLOW)]
    steps.append((RETURN, 0, 0, REFUSE | EAFNOSUPPORT))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _refuse(test: int, value: int, errno: int) -> list[tuple[int, int, int, int]]:
    """Two steps: where the loaded value passes the test, the call fails with `errno`; else go on."""
    return [(test, 0, 1, value), (RETURN, 0, 0, REFUSE | errno)]
