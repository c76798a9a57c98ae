"""Our own seccomp profile: what Python, PostgreSQL and Locust call, and nothing else.

The engine's default lets AF_VSOCK and io_uring through. Here a call that is not listed fails, so what a newer kernel
brings is shut out too. With no architecture named, only calls of the machine's own kind are answered at all.
"""

import hashlib
import json
from typing import Any

FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK (name look-ups ask it for addresses)
ALL_FAMILIES = range(46)  # AF_MAX of Linux 6
NEW_NAMESPACE = 0x7E020000  # all of CLONE_NEW*, sched.h
ENOSYS, EAFNOSUPPORT = 38, 97
FILES = """
access chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2 fadvise64 fallocate
fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl fdatasync fgetxattr flistxattr flock fremovexattr fsetxattr fstat
fstatfs fsync ftruncate futimesat getcwd getdents getdents64 getxattr ioctl lchown lgetxattr link linkat listxattr
llistxattr lremovexattr lseek lsetxattr lstat memfd_create mkdir mkdirat newfstatat open openat openat2 pread64 preadv
preadv2 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv removexattr rename renameat renameat2 rmdir
sendfile setxattr splice stat statfs statx symlink symlinkat sync sync_file_range syncfs tee truncate umask unlink
unlinkat utime utimensat utimes vmsplice write writev
"""
WAITING = """
alarm clock_getres clock_gettime clock_nanosleep epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2
epoll_wait eventfd eventfd2 futex futex_waitv getitimer gettimeofday inotify_add_watch inotify_init inotify_init1
inotify_rm_watch io_cancel io_destroy io_getevents io_pgetevents io_setup io_submit nanosleep pause pipe pipe2 poll
ppoll pselect6 select setitimer signalfd signalfd4 time timer_create timer_delete timer_getoverrun timer_gettime
timer_settime timerfd_create timerfd_gettime timerfd_settime times
"""
MEMORY = """
brk madvise membarrier mincore mlock mlock2 mlockall mmap mprotect mremap msync munlock munlockall munmap pkey_alloc
pkey_free pkey_mprotect semctl semget semop semtimedop shmat shmctl shmdt shmget
"""
PROCESSES = """
arch_prctl capget capset execve execveat exit exit_group fork getcpu getegid geteuid getgid getgroups getpgid getpgrp
getpid getppid getpriority getrandom getresgid getresuid getrlimit getrusage getsid gettid getuid ioprio_get ioprio_set
kill pidfd_open pidfd_send_signal prctl prlimit64 restart_syscall riscv_flush_icache rseq rt_sigaction rt_sigpending
rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sched_get_priority_max
sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval
sched_setaffinity sched_setattr sched_setparam sched_setscheduler sched_yield set_robust_list get_robust_list
set_tid_address setfsgid setfsuid setgid setgroups setpgid setpriority setregid setresgid setresuid setreuid setrlimit
setsid setuid sigaltstack sysinfo tgkill tkill uname vfork wait4 waitid
"""
NETWORK = """
accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg sendmmsg sendmsg sendto
setsockopt shutdown socketpair
"""
PROFILER = "process_vm_readv"  # of one's own processes: the kernel asks for the same user and no more powers
NOT_HERE = "clone3 map_shadow_stack mseal"  # callers then do without


def profile(profiled: bool = False) -> str:
    """The profile as the engine takes it: JSON. Only in a part that is `profiled` may memory of others be read."""
    rules = [_allow(names.split()) for names in (FILES, WAITING, MEMORY, PROCESSES, NETWORK)]
    rules += [_socket(family) for family in ALL_FAMILIES]
    plain = {"index": 0, "value": NEW_NAMESPACE, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}
    rules += [_allow(["clone"], plain)]
    rules += [_refuse(NOT_HERE.split(), ENOSYS)]
    rules += [_allow(PROFILER.split())] if profiled else []
    return json.dumps({"defaultAction": "SCMP_ACT_ERRNO", "syscalls": rules})


def digest(profiled: bool = False) -> str:
    """Names the profile in what is stored with a run; 12 hex digits."""
    return hashlib.sha256(profile(profiled).encode()).hexdigest()[:12]


def _allow(names: list[str], *args: dict[str, Any]) -> dict[str, Any]:
    return {"names": names, "action": "SCMP_ACT_ALLOW", "args": list(args)}


def _refuse(names: list[str], errno: int, *args: dict[str, Any]) -> dict[str, Any]:
    return {"names": names, "action": "SCMP_ACT_ERRNO", "errnoRet": errno, "args": list(args)}


def _socket(family: int) -> dict[str, Any]:
    of_it = {"index": 0, "value": family, "op": "SCMP_CMP_EQ"}
    return _allow(["socket"], of_it) if family in FAMILIES else _refuse(["socket"], EAFNOSUPPORT, of_it)
