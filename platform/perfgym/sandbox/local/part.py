"""One part as a process tree of this machine, its lines, its tail, and a watcher that holds its limits from outside."""

import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from perfgym.sandbox.local import spawn, tree
from perfgym.sandbox.local.readback import Hold, Report
from perfgym.sandbox.output import Lines, Tail, TooMuch, Waiting
from perfgym.sandbox.protocol import Closed, End, EndReason, Part, Usage

WATCH_SECONDS = 0.1
END_SECONDS = 3
LAST_WORDS_SECONDS = 0.5


class LocalPart:
    """A started part. `command` is the whole command line; `ended` is called once everything of it is gone."""

    def __init__(self, part: Part, command: list[str], env: Mapping[str, str], folder: Path, report: Report) -> None:
        self.role = part.role
        self._part, self._report = part, report
        self._applied: Mapping[str, object] = {}
        self._reason: EndReason | None = None
        self._used = Usage(0.0, 0)
        self._lines, self._ready, self._tail = Lines(), Waiting(), Tail()
        talks = part.talks
        self._process = spawn.popen(
            command,
            cwd=folder,
            env=dict(env),
            stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(report.number,),
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._out = self._process.stdout.fileno()
        kept = (self._process.stderr,) if talks else (self._process.stderr, self._process.stdout)
        self._drains = [
            threading.Thread(target=self._drain, args=(each.fileno(),), name="tail", daemon=True) for each in kept
        ]
        for thread in self._drains:
            thread.start()
        self._gone = threading.Event()
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def read_back(self, hold: Hold) -> None:
        """Wait for its last step before its own command. Raises LimitNotSet and PodFailed."""
        found = self._report.take()
        if found is None:
            self.kill()
        self._applied = hold.applied(found, "" if found else self.tail(), lambda: self._process.poll() is not None)

    def send(self, line: bytes) -> None:
        if self._process.stdin is None:
            raise Closed
        try:
            self._process.stdin.write(line + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise Closed from error

    def receive(self, timeout: float) -> bytes | None:
        deadline = time.monotonic() + timeout
        while not self._ready:
            if self._gone.is_set():
                raise Closed  # the pipe is closed; its number may be another file's by now
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._out], [], [], left)[0]:
                return None
            self._take()
        return self._ready.next()

    def end(self) -> End | None:
        code = self._process.poll()
        if code is None:
            return None
        return End(self._reason, -signal.SIGKILL) if self._reason else End.exited(code)

    def tail(self) -> str:
        """What it wrote last; of one that has ended, to the end, unless a process that it left still holds the pipe."""
        if self._process.poll() is not None:
            for thread in self._drains:
                thread.join(LAST_WORDS_SECONDS)
        return self._tail.text()

    def usage(self) -> Usage:
        """What it has used; of one that is gone, what it had when last asked."""
        now = tree.usage(self._process.pid)
        if now.cpu_seconds >= self._used.cpu_seconds:
            self._used = now
        return self._used

    def applied(self) -> Mapping[str, object]:
        return self._applied

    def kill(self) -> None:
        self._stop(EndReason.KILLED)

    def close(self) -> None:
        """Kill it, wait for its end, and give back its pipes."""
        self.kill()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:  # it was stopped, or holds on
            self._process.kill()
            self._process.wait()
        self._gone.set()
        self._report.close()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                _close(stream.close)

    def _stop(self, reason: EndReason) -> None:
        if self._process.poll() is None:
            self._reason = self._reason or reason
            tree.end(self._process.pid)

    def _take(self) -> None:
        chunk = os.read(self._out, 1 << 16)
        if not chunk:
            raise Closed
        try:
            self._ready.add(self._lines.take(chunk))
        except TooMuch:
            self._stop(EndReason.OUTPUT)
            raise

    def _drain(self, stream: int) -> None:
        try:
            while chunk := os.read(stream, 1 << 16):
                self._tail.add(chunk)
        except TooMuch:
            self._stop(EndReason.OUTPUT)
        except OSError:
            return  # closed under us: the part is over

    def _watch(self) -> None:
        """Memory and number of processes, ten times a second: without cgroups nothing else counts a whole tree."""
        limits = self._part.limits
        while self._process.poll() is None and not self._gone.wait(WATCH_SECONDS):
            if len(tree.family(self._process.pid)) > limits.pids:
                self._stop(EndReason.PIDS)
            elif tree.heavier(self._process.pid, limits.memory_bytes):
                self._stop(EndReason.MEMORY)


def _close(close: Callable[[], None]) -> None:
    try:
        close()
    except OSError:
        return  # an unsent line of a part that is gone
