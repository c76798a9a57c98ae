"""Does this driver hold what it promises, on this machine? One pod with a probe, about two seconds, no database."""

import json
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from perfgym.catalog import library
from perfgym.errors import LearnerError, PlatformError
from perfgym.sandbox.protocol import CONSOLE, Closed, Driver, EndReason, Labels, Limits, Part, Pod, Process, Role
from perfgym.sandbox.slots import measuring_slot

PATIENCE = 20.0  # seconds for an answer of the probe
MEMORY, SCRATCH, PIDS, NOFILE = 96 << 20, 8 << 20, 16, 256
STRONGER = "run pods with docker or bubblewrap (perfgym doctor says what each needs); until then only run your own code"
UPDATE = "update the engine or bubblewrap; a limit that does not hold makes results worthless"

NEIGHBOUR = """
import os, socket
with socket.create_server(("127.0.0.1", int(os.environ["APP_PORT"]))) as server:
    while True: server.accept()[0].close()
"""
PROBE = (
    f"SCRATCH, PIDS, MEMORY = {SCRATCH}, {PIDS}, {MEMORY}"
    + """
import errno, glob, json, os, resource, signal, socket, sys, time
scratch, outside = os.environ["SCRATCH"], int(os.environ["OUTSIDE"])

def reached(address, port):
    try:
        socket.create_connection((address, port), 1).close()
        return True
    except ConnectionRefusedError:
        return False
    except OSError as error:
        return error.errno not in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EPERM, errno.EACCES)

def neighbour():
    for _ in range(200):
        if reached("127.0.0.1", int(os.environ["APP_PORT"])): return True
        time.sleep(0.05)
    return False

def written(most):
    with open(os.path.join(scratch, "full"), "wb", buffering=0) as file:
        try:
            for done in range(most >> 20): file.write(bytes(1 << 20))
            return most
        except OSError:
            return file.tell()
        finally:
            file.truncate(0)

def seen(token):
    count = 0
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try: count += token.encode() in open(path, "rb").read()
        except OSError: pass
    return count

def writable():
    try: open("probe.py", "a").close()
    except OSError: return False
    return True

def forked(most):
    children = []
    try:
        for _ in range(most):
            pid = os.fork()
            if not pid: time.sleep(20); os._exit(0)
            children.append(pid)
    except OSError: pass
    time.sleep(0.3)
    for pid in children: os.kill(pid, signal.SIGKILL); os.waitpid(pid, 0)
    return len(children)

def taken(most):
    kept = [bytearray(b"x") * (8 << 20) for _ in range(most >> 23)]
    time.sleep(1)
    return len(kept) << 23

def look(token):
    return {"neighbour": neighbour(), "seen": seen(token), "outside": reached("127.0.0.1", outside),
        "far": reached("192.0.2.1", 80), "uid": os.getuid(), "files": writable(), "written": written(2 * SCRATCH),
        "cores": sorted(os.sched_getaffinity(0)), "nofile": resource.getrlimit(resource.RLIMIT_NOFILE)[1]}

for line in sys.stdin:
    question, _, about = line.strip().partition(" ")
    print(json.dumps({"look": look, "fork": lambda _: forked(2 * PIDS), "memory": lambda _: taken(2 * MEMORY)}
        [question](about)), flush=True)
"""
)


@dataclass(frozen=True)
class Check:
    """One promise. `cure` is empty when it is kept."""

    name: str
    ok: bool
    detail: str
    cure: str = ""


def report(driver: Driver, app: str | None = None) -> list[Check]:
    """What the driver promised and what was found, in a pod of `app` (the first of the catalogue when None)."""
    if problem := driver.problem():
        return [Check("starts", False, problem, "do what it says, then try again")]
    try:
        app = app or next(iter(library.default().apps))
        driver.prepare(app)
        with _outside() as port, driver.open(_labels()) as pod:
            return list(_checks(pod, app, port))
    except (LearnerError, PlatformError, OSError) as error:
        return [Check("starts", False, str(error), f"mend what {driver.name} says, then try again")]
    except Silent as error:
        return [
            Check("starts", False, f"the probe gave no answer: {error}", "see the worker's log; the pod ended early")
        ]


class Silent(Exception):
    """The probe did not answer in time."""


def _checks(pod: Pod, app: str, outside: int) -> Iterator[Check]:
    slot, token = measuring_slot(), secrets.token_hex(8)
    pod.start(_part(Role.APP, app, ("python", "neighbour.py", token), {"neighbour.py": NEIGHBOUR}, slot.app_cores))
    probe = _probe(pod, app, outside, slot.runner_cores)
    found = _look(probe, token)
    yield Check("starts", True, "a pod of two parts runs")
    yield _check("parts reach each other", found["neighbour"], "over the pod's own loopback", UPDATE)
    yield _network(found)
    yield _check("scratch limited", found["written"] <= SCRATCH, f"{found['written'] >> 20} MiB of 8 could be written")
    yield _check("sees no other process", not found["seen"], f"processes of another part in sight: {found['seen']}")
    yield _check("not root", found["uid"] != 0, f"user id {found['uid']} inside")
    yield _check("files read-only", not found["files"], "a part's own files, from inside")
    yield _limits(found, slot.runner_cores, probe)
    yield _pids(probe)
    yield _memory(
        _probe(pod, app, outside, slot.runner_cores)
    )  # a fresh one: the limit before may have ended the other


def _probe(pod: Pod, app: str, outside: int, cores: tuple[int, ...]) -> Process:
    files, env = {"probe.py": PROBE}, {"OUTSIDE": str(outside)}
    return pod.start(_part(Role.RUNNER, app, ("python", "probe.py"), files, cores, env))


def _look(probe: Process, token: str) -> dict[str, Any]:
    """The token goes in as a line: bubblewrap shows the environment as its arguments, which are looked through."""
    try:
        found: dict[str, Any] = _ask(probe, f"look {token}")
    except Closed as error:
        _reason(probe)
        raise Silent(probe.tail()[-500:]) from error
    return found


def _check(name: str, ok: bool, detail: str, cure: str = STRONGER) -> Check:
    return Check(name, ok, detail, "" if ok else cure)


def _network(found: dict[str, Any]) -> Check:
    ways = [name for name, open_ in (("this machine", found["outside"]), ("192.0.2.1", found["far"])) if open_]
    return _check("no egress", not ways, f"ways out: {', '.join(ways)}" if ways else "no way out of the pod")


def _limits(found: dict[str, Any], cores: tuple[int, ...], probe: Process) -> Check:
    right = found["nofile"] == NOFILE and (not cores or found["cores"] == list(cores))
    detail = f"cores {found['cores']}, {found['nofile']} open files; read back: {dict(probe.applied())}"
    return _check("limits applied", right, detail, UPDATE)


def _pids(probe: Process) -> Check:
    """Either a fork is refused, or the part is ended for it."""
    try:
        made = int(_ask(probe, "fork"))
    except Closed:
        return _check("number of processes limited", _reason(probe) is EndReason.PIDS, "the part was ended", UPDATE)
    return _check("number of processes limited", made < PIDS, f"{made} more started, {PIDS} allowed in all", UPDATE)


def _memory(probe: Process) -> Check:
    try:
        taken = int(_ask(probe, "memory"))
    except Closed:
        return _check("memory limited", _reason(probe) is EndReason.MEMORY, f"ended: {_reason(probe)}", UPDATE)
    return _check("memory limited", False, f"{taken >> 20} MiB taken, {MEMORY >> 20} allowed", UPDATE)


def _ask(probe: Process, question: str) -> Any:
    probe.send(question.encode())
    line = probe.receive(PATIENCE)
    if line is None:
        raise Silent(probe.tail())
    return json.loads(line)


def _reason(probe: Process) -> EndReason | None:
    """Why it ended: known a moment after its output has."""
    deadline = time.monotonic() + PATIENCE
    while (end := probe.end()) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return end.reason if end else None


def _part(
    role: Role,
    app: str,
    command: tuple[str, ...],
    files: dict[str, str],
    cores: tuple[int, ...],
    env: dict[str, str] | None = None,
) -> Part:
    limits = Limits(MEMORY, PIDS, SCRATCH, cores, NOFILE)
    return Part(role, app, command, limits, {name: text.encode() for name, text in files.items()}, env or {})


def _labels() -> Labels:
    return Labels(site=CONSOLE, run=f"selftest-{secrets.token_hex(4)}", fence=0, worker=str(os.getpid()), arm="own")


@contextmanager
def _outside() -> Iterator[int]:
    """The port of something on this machine that no pod should reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])
