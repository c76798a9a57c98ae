"""A driver without pods, for tests of what drives pods: each part is a Python callable in a thread of this process.

It speaks the same line protocol as the others and passes the same contract tests where they apply. It isolates nothing.
"""

import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from perfgym.sandbox.errors import StartFailed
from perfgym.sandbox.output import Lines, Tail, TooMuch, Waiting
from perfgym.sandbox.protocol import Closed, End, EndReason, Labels, Level, Part, Role, Usage

Write = Callable[[bytes], None]
Script = Callable[[Iterator[bytes], Write], int | None]
PATIENCE = 10.0  # seconds a killed script gets to notice


class Ends(Exception):
    """Raised by a script: its part ends for this reason, as if the system had ended it."""

    def __init__(self, reason: EndReason, code: int = -9) -> None:
        super().__init__(reason)
        self.how = End(reason, code)


class FakePart:
    """A script at work.

    It reads the lines sent to it (an app is sent none, so its loop waits until it is killed) and writes lines. It ends
    by returning its exit code (None: 0), by raising Ends, or by any other exception: code 1, the traceback in the tail.
    Once killed, its lines end and writing raises Closed; it must return then.
    """

    def __init__(self, part: Part, script: Script) -> None:
        self.role = part.role
        self.part = part
        self._script = script
        self._sent, self._ready = deque[bytes](), Waiting()
        self._output, self._tail, self._cpu = Lines(), Tail(), 0.0
        self._end: End | None = None
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=f"fake {part.role}", daemon=True)
        self._thread.start()

    def send(self, line: bytes) -> None:
        with self._change:
            if self._end or not self.part.talks:
                raise Closed
            self._sent.append(line)
            self._change.notify_all()

    def receive(self, timeout: float) -> bytes | None:
        with self._change:
            if not self._change.wait_for(lambda: self._ready or self._end, timeout):
                return None
            if not self._ready:
                raise Closed
            return self._ready.next()

    def end(self) -> End | None:
        return self._end

    def tail(self) -> str:
        return self._tail.text()

    def usage(self) -> Usage:
        """CPU seconds of the script's thread; memory of a thread cannot be told apart."""
        with self._change:
            if self._end is None and self._thread.ident:
                self._cpu = time.clock_gettime(time.pthread_getcpuclockid(self._thread.ident))
            return Usage(self._cpu, 0)

    def applied(self) -> Mapping[str, object]:
        limits = self.part.limits
        return {"memory_bytes": limits.memory_bytes, "pids": limits.pids, "held_by": "nothing: a fake"}

    def kill(self) -> None:
        self._over(End(EndReason.KILLED, -9))

    def close(self) -> None:
        """Kill it and wait for its thread."""
        self.kill()
        self._thread.join(PATIENCE)
        if self._thread.is_alive():
            raise RuntimeError(f"the fake {self.role} did not return after it was killed")

    def _run(self) -> None:
        try:
            how = End(EndReason.EXITED, self._script(self._lines(), self._write) or 0)
        except Ends as asked:
            how = asked.how
        except Closed:
            how = End(EndReason.KILLED, -9)
        except BaseException:
            how = End(EndReason.EXITED, 1)
            self._tail.add(traceback.format_exc().encode())
        self._over(how)

    def _over(self, how: End) -> None:
        """The first end counts. The thread's clock is read while the thread is there to have one."""
        with self._change:
            if threading.current_thread() is self._thread:
                self._cpu = time.thread_time()
            self._end = self._end or how
            self._change.notify_all()

    def _lines(self) -> Iterator[bytes]:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._sent or self._end)
                if self._end:
                    return
                line = self._sent.popleft()
            yield line

    def _write(self, line: bytes) -> None:
        """One line of output, without its newline. Raises Closed once the part is over, and when a cap is passed."""
        if self._end:
            raise Closed
        try:
            if not self.part.talks:
                self._tail.add(line + b"\n")
            else:
                self._say(self._output.take(line + b"\n"))
        except TooMuch:
            self._over(End(EndReason.OUTPUT, -9))
            raise

    def _say(self, lines: list[bytes]) -> None:
        with self._change:
            self._ready.add(lines)
            self._change.notify_all()


class FakePod:
    """The parts started in it, kept for a test to look at; `scripts` may be changed before the next start."""

    def __init__(self, driver: "FakeDriver", labels: Labels) -> None:
        self.labels = labels
        self.parts: list[FakePart] = []
        self.scripts = dict(driver.scripts)
        self._driver = driver

    def start(self, part: Part) -> FakePart:
        script = self.scripts.get((self.labels.arm, part.role)) or self.scripts.get(part.role)
        if script is None:
            raise StartFailed(f"The fake has no script for the {part.role}.")
        started = FakePart(part, script)
        self.parts.append(started)
        return started

    def close(self) -> None:
        self._driver.pods.pop(id(self), None)
        for part in reversed(self.parts):
            part.close()

    def __enter__(self) -> "FakePod":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class FakeDriver:
    """Scripts by role, or by (arm, role) where the arms differ. `pods` has the open ones, `prepared` the apps asked."""

    name = "fake"
    level = Level.S1

    def __init__(self, scripts: Mapping[Role | tuple[str, Role], Script]) -> None:
        self.scripts = dict(scripts)
        self.pods: dict[int, FakePod] = {}
        self.prepared: list[str] = []

    def problem(self) -> str | None:
        return None

    def prepare(self, app: str) -> None:
        self.prepared.append(app)

    def open(self, labels: Labels) -> FakePod:
        pod = FakePod(self, labels)
        self.pods[id(pod)] = pod
        return pod

    def reap(self, site: str, alive: Callable[[], Iterable[tuple[str, int]]]) -> int:
        listed = [pod for pod in self.pods.values() if pod.labels.site == site]
        keep = set(alive())
        doomed = [pod for pod in listed if (pod.labels.run, pod.labels.fence) not in keep]
        for pod in doomed:
            pod.close()
        return sum(len(pod.parts) for pod in doomed)

    def describe(self) -> Mapping[str, object]:
        return {"engine": "fake"}
