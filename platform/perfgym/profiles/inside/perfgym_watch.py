"""The first process of a profiled app's part: starts the app, records it when told to, and ends as the app ends.

    perfgym_watch.py cpu|memory|calls RATE -- program arguments

Standard input takes {"op": "begin"} and {"op": "end"}. Once calls are counted comes {"op": "begun"}. At the end comes
{"op": "profile", ...}, then lines {"op": "stacks", "text": folded stacks}, then {"op": "done"}; or one line {"op":
"failed", "message": why}. What the app itself writes goes to standard error. Standard library only. Sources: prctl(2),
pidfd_open(2), Yama's ptrace_scope.
"""

import ctypes
import json
import os
import select
import sys
import time
from typing import Any, Protocol

import perfgym_calls
import perfgym_cpu
import perfgym_memory
from perfgym_folded import Failed, Folded

CHUNK = 200_000  # characters in one line
PR_SET_CHILD_SUBREAPER = 36


class Recording(Protocol):
    """One way of recording. `app` is the process id of the app."""

    app: int
    announced: bool  # whether it is told once `begin` is through

    def begin(self) -> None: ...

    def end(self) -> tuple[Folded, dict[str, Any]]:
        """The stacks, and facts about them. Raises Failed."""

    def close(self) -> None:
        """The app is gone: so goes what was there to record it."""


class Watch:
    """Waits for lines and for the app's end."""

    def __init__(self, recording: Recording) -> None:
        self.recording, self.rest, self.begun = recording, b"", 0.0
        self.look = select.poll()
        self.gone = os.pidfd_open(recording.app)
        self.look.register(self.gone, select.POLLIN)
        self.look.register(0, select.POLLIN)

    def serve(self) -> None:
        while True:
            for number, _ in self.look.poll():
                if number == self.gone:
                    return
                self.hear()

    def hear(self) -> None:
        chunk = os.read(0, 1 << 16)
        if not chunk:
            self.look.unregister(0)
        *lines, self.rest = (self.rest + chunk).split(b"\n")
        for line in lines:
            self.obey(json.loads(line)["op"])

    def obey(self, op: str) -> None:
        if op == "begin":
            self.recording.begin()
            self.begun = time.monotonic()
            if self.recording.announced:
                say("begun")
        elif op == "end":
            seconds = time.monotonic() - self.begun
            try:
                stacks, facts = self.recording.end()
            except Failed as failed:
                say("failed", message=str(failed)[-2000:])
            else:
                tell(stacks, {"seconds": round(seconds, 3), **facts})


def tell(stacks: Folded, facts: dict[str, Any]) -> None:
    text, left_out = stacks.text()
    say("profile", left_out=left_out, **facts)
    while text:
        cut = text.rfind("\n", 0, CHUNK) + 1
        say("stacks", text=text[:cut])
        text = text[cut:]
    say("done")


def say(op: str, **fields: Any) -> None:
    sys.stdout.write(json.dumps({"op": op, **fields}) + "\n")
    sys.stdout.flush()


def last_code(app: int) -> int:
    """The app's exit code as a shell tells it, once whoever started it is gone and it is ours."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            done, status = os.waitpid(-1, 0)
        except ChildProcessError:
            return 1
        if done == app:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
    return 1


def started(kind: str, rate: int, command: list[str]) -> Recording:
    """The app, and what records it."""
    if kind == "cpu":
        return perfgym_cpu.Cpu(command, rate)
    return perfgym_memory.Memory(command) if kind == "memory" else perfgym_calls.Calls(command)


def main() -> None:
    kind, rate, command = sys.argv[1], int(sys.argv[2]), sys.argv[4:]
    command[0] = sys.executable if command[0] == "python" else command[0]
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    recording = started(kind, rate, command)
    Watch(recording).serve()
    recording.close()
    sys.stdout.flush()
    os._exit(last_code(recording.app))


if __name__ == "__main__":
    main()
