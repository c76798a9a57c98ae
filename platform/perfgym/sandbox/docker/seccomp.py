"""Our own seccomp profile: the engine's default lets AF_VSOCK and io_uring through; ours does not.

Allowed is everything but what is listed here: calls that change the kernel, other processes, clocks, namespaces or
keys, that open rarely used kernel surfaces, and sockets of any family but local and IP. All capabilities are dropped
besides.
"""

import json
from typing import Any

ALLOWED_FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK (name look-ups ask it for addresses)
FAMILIES = 46  # AF_MAX of Linux 6; a family above does not exist
EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
NEW_NAMESPACES = (
    0x00020000,
    0x02000000,
    0x04000000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)  # CLONE_NEW*, sched.h
FORBIDDEN = """
acct add_key bpf chroot clock_adjtime clock_settime create_module delete_module fanotify_init finit_module fsconfig
fsmount fsopen fspick get_kernel_syms get_mempolicy init_module ioperm iopl io_uring_enter io_uring_register
io_uring_setup kcmp kexec_file_load kexec_load keyctl lookup_dcookie mbind migrate_pages mknod mknodat mount
mount_setattr move_mount move_pages name_to_handle_at nfsservctl open_by_handle_at open_tree perf_event_open
personality pidfd_getfd pivot_root process_madvise process_vm_readv process_vm_writev ptrace query_module quotactl
quotactl_fd reboot request_key set_mempolicy setdomainname sethostname setns settimeofday stime swapoff swapon sysfs
syslog umount umount2 unshare uselib userfaultfd ustat vhangup vm86 vm86old
"""


def profile() -> str:
    """The profile as the engine takes it: JSON."""
    rules: list[dict[str, Any]] = [_refuse(FORBIDDEN.split(), EPERM)]
    rules.append(_refuse(["clone3"], ENOSYS))  # its flags cannot be looked at; the C library then uses clone
    rules += [_refuse(["clone"], EPERM, _masked(flag)) for flag in NEW_NAMESPACES]
    unwanted = [family for family in range(FAMILIES) if family not in ALLOWED_FAMILIES]
    rules += [_refuse(["socket"], EAFNOSUPPORT, _equal(family)) for family in unwanted]
    return json.dumps({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": rules})


def _refuse(names: list[str], errno: int, *args: dict[str, Any]) -> dict[str, Any]:
    return {"names": names, "action": "SCMP_ACT_ERRNO", "errnoRet": errno, "args": list(args)}


def _masked(flag: int) -> dict[str, Any]:
    return {"index": 0, "value": flag, "valueTwo": flag, "op": "SCMP_CMP_MASKED_EQ"}


def _equal(value: int) -> dict[str, Any]:
    return {"index": 0, "value": value, "op": "SCMP_CMP_EQ"}
