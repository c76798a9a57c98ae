"""A driver whose parts can all be killed at once from another thread: by whoever finds out that the run is not ours."""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping

from perfgym.runs.outcome import Abandoned
from perfgym.sandbox.protocol import Driver, Labels, Part, Pod, Process

log = logging.getLogger(__name__)


class HeldDriver:
    """A driver for one run. After `kill` no pod opens and no part starts in it any more.

    Killing ends the parts; whoever opened a pod still closes it, so it is taken down by one thread only.
    """

    def __init__(self, driver: Driver) -> None:
        self._driver, self.name, self.level = driver, driver.name, driver.level
        self._lock = threading.Lock()
        self._parts: list[Process] = []
        self._killed = False

    def problem(self) -> str | None:
        return self._driver.problem()

    def prepare(self, app: str) -> None:
        self._driver.prepare(app)

    def open(self, labels: Labels) -> "HeldPod":
        self.check()
        return HeldPod(self, self._driver.open(labels))

    def reap(self, site: str, alive: Callable[[], Iterable[tuple[str, int]]]) -> int:
        return self._driver.reap(site, alive)

    def describe(self) -> Mapping[str, object]:
        return self._driver.describe()

    def check(self) -> None:
        """Raises Abandoned once everything was killed."""
        if self._killed:
            raise Abandoned

    def hold(self, part: Process) -> None:
        """Remember a part; one that started while the others were being killed is killed too."""
        with self._lock:
            self._parts.append(part)
            late = self._killed
        if late:
            part.kill()
            raise Abandoned

    def kill(self) -> None:
        """Kill every part, now."""
        with self._lock:
            self._killed = True
            doomed, self._parts = self._parts, []
        for part in doomed:
            try:
                part.kill()
            except Exception:  # the others must die all the same; the reaper finds what is left
                log.exception("a part of a run that is no longer ours could not be killed")


class HeldPod:
    """A pod whose parts its driver remembers."""

    def __init__(self, driver: HeldDriver, pod: Pod) -> None:
        self._driver, self._pod = driver, pod

    def start(self, part: Part) -> Process:
        self._driver.check()
        started = self._pod.start(part)
        self._driver.hold(started)
        return started

    def close(self) -> None:
        self._pod.close()

    def __enter__(self) -> "HeldPod":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
