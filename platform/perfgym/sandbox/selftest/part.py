"""The self-test's own parts, and how it talks with them."""

import json
import os
import secrets
import time
from collections.abc import Mapping
from typing import Any

from perfgym.sandbox.protocol import CONSOLE, Closed, End, Labels, Limits, Part, Process, Role
from perfgym.sandbox.selftest.scripts import MEMORY, NOFILE, PIDS, SCRATCH

PATIENCE = 20.0  # seconds for an answer, or for an end
LOOK_SECONDS = 0.02


class Silent(Exception):
    """The probe did not answer in time."""


def script(role: Role, app: str, text: str, cores: tuple[int, ...], *words: str, **env: str) -> Part:
    """A part that runs a Python script given as text; `words` are its arguments."""
    limits = Limits(MEMORY, PIDS, SCRATCH, cores, NOFILE)
    return Part(role, app, ("python", "script.py", *words), limits, {"script.py": text.encode()}, env)


def labels() -> Labels:
    return Labels(site=CONSOLE, run=f"selftest-{secrets.token_hex(4)}", fence=0, worker=str(os.getpid()), arm="own")


def ask(probe: Process, question: str) -> Any:
    """The probe's answer to one line. Raises Closed when it is gone, Silent when it says nothing."""
    probe.send(question.encode())
    line = probe.receive(PATIENCE)
    if line is None:
        raise Silent(probe.tail())
    return json.loads(line)


def look(probe: Process, token: str) -> Mapping[str, Any]:
    """The token goes in as a line: bubblewrap shows the environment as its arguments, which are looked through."""
    try:
        found: Mapping[str, Any] = ask(probe, f"look {token}")
    except Closed as error:
        end_of(probe)
        raise Silent(probe.tail()[-500:]) from error
    return found


def end_of(process: Process) -> End | None:
    """How it ended: known a moment after its output has."""
    deadline = time.monotonic() + PATIENCE
    while (end := process.end()) is None and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    return end
