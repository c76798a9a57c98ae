"""The promises that one probe can look into from inside: reach, sight, place to write, limits."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from perfgym.sandbox.parts import INODES
from perfgym.sandbox.protocol import Closed, EndReason, Pod, Process, Role
from perfgym.sandbox.selftest.check import UPDATE, Check
from perfgym.sandbox.selftest.part import ask, end_of, look, script
from perfgym.sandbox.selftest.scripts import MEMORY, NEIGHBOUR, NOFILE, PIDS, PROBE, SCRATCH
from perfgym.sandbox.slots import Slot


def checks(pod: Pod, app: str, slot: Slot, token: str) -> Iterator[Check]:
    """What a probe finds in a pod beside a neighbour. Raises Silent when the probe says nothing."""
    pod.start(script(Role.APP, app, NEIGHBOUR, slot.app_cores, token))
    with _outside() as outside:
        probe = _probe(pod, app, slot, outside)
        found = look(probe, token)
    yield Check("starts", True, "a pod of two parts runs")
    yield Check.of("parts reach each other", found["neighbour"], "over the pod's own loopback", UPDATE)
    yield _network(found)
    yield _scratch(found)
    yield Check.of("sees no other process", not found["seen"], f"processes of another part in sight: {found['seen']}")
    yield Check.of("not root", found["uid"] != 0, f"user id {found['uid']} inside")
    yield Check.of("files read-only", not found["files"], "a part's own files, from inside")
    yield _limits(found, slot.runner_cores, probe)
    yield _pids(probe)
    yield _memory(_probe(pod, app, slot, 0))  # a fresh one: the limit before may have ended the other


def _probe(pod: Pod, app: str, slot: Slot, outside: int) -> Process:
    return pod.start(script(Role.RUNNER, app, PROBE, slot.runner_cores, OUTSIDE=str(outside)))


def _network(found: Mapping[str, Any]) -> Check:
    ways = [name for name, open_ in (("this machine", found["outside"]), ("192.0.2.1", found["far"])) if open_]
    return Check.of("no egress", not ways, f"ways out: {', '.join(ways)}" if ways else "no way out of the pod")


def _scratch(found: Mapping[str, Any]) -> Check:
    """Filled to the brim, with bytes and with empty files."""
    right = found["written"] <= SCRATCH and found["entries"] <= INODES
    detail = f"{found['written'] >> 20} MiB of {SCRATCH >> 20} and {found['entries']} files of {INODES} were taken"
    return Check.of("scratch limited", right, detail)


def _limits(found: Mapping[str, Any], cores: tuple[int, ...], probe: Process) -> Check:
    right = found["nofile"] == NOFILE and (not cores or found["cores"] == list(cores))
    detail = f"cores {found['cores']}, {found['nofile']} open files; read back: {dict(probe.applied())}"
    return Check.of("limits applied", right, detail, UPDATE)


def _pids(probe: Process) -> Check:
    """Either a fork is refused, or the part is ended for it."""
    try:
        made = int(ask(probe, "fork"))
    except Closed:
        end = end_of(probe)
        kept = end is not None and end.reason is EndReason.PIDS
        return Check.of("number of processes limited", kept, "the part was ended", UPDATE)
    return Check.of("number of processes limited", made < PIDS, f"{made} more started, {PIDS} allowed in all", UPDATE)


def _memory(probe: Process) -> Check:
    try:
        taken = int(ask(probe, "memory"))
    except Closed:
        end = end_of(probe)
        kept = end is not None and end.reason is EndReason.MEMORY
        return Check.of("memory limited", kept, f"ended: {end.reason if end else 'not'}", UPDATE)
    return Check.of("memory limited", False, f"{taken >> 20} MiB taken, {MEMORY >> 20} allowed", UPDATE)


@contextmanager
def _outside() -> Iterator[int]:
    """The port of something on this machine that no pod should reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])
