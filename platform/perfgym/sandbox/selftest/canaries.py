"""Whole parts with a known fate: honest code that must run, and harmful code that must end, be told apart, and be gone.

Each gets a token as its argument, by which what is left of it is found on this machine (proc(5), cmdline).
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from perfgym.sandbox.protocol import Closed, Driver, End, EndReason, Part, Role
from perfgym.sandbox.selftest.check import UPDATE, Check
from perfgym.sandbox.selftest.part import LOOK_SECONDS, PATIENCE, end_of, labels, script
from perfgym.sandbox.selftest.scripts import BAD, BOMB, GOOD, ORPHAN

BOMB_SECONDS = 0.5  # how long the bomb may go off: it is full within milliseconds
GONE_SECONDS = 3.0  # within which nothing of a closed pod is left
LEFT = "end what is left of it by hand, then look for an update of the engine; such a host fills up"


def checks(driver: Driver, app: str, cores: tuple[int, ...], token: str) -> Iterator[Check]:
    yield _good(driver, script(Role.RUNNER, app, GOOD, cores, token))
    yield _bad(driver, script(Role.APP, app, BAD, cores, token))
    for name, text, until in (("fork bomb ends", BOMB, _wait), ("orphans end", ORPHAN, _until_over)):
        yield _leaves_nothing(name, driver, script(Role.APP, app, text, cores, f"{token}-{name[0]}"), until)


def _good(driver: Driver, part: Part) -> Check:
    with driver.open(labels()) as pod, contextlib.suppress(Closed):
        process = pod.start(part)
        process.send(b"canary")
        answer = process.receive(PATIENCE)
        return Check.of("honest code runs", answer == b"yranac", f"it answered {answer!r}", UPDATE)
    return Check.of("honest code runs", False, "it ended before it answered", UPDATE)


def _bad(driver: Driver, part: Part) -> Check:
    """It says that all is well and fails: what counts is how it ended."""
    with driver.open(labels()) as pod:
        end = end_of(pod.start(part))
    return Check.of("failing code is told apart", end == End(EndReason.EXITED, 3), f"it ended as {end}", UPDATE)


def _leaves_nothing(name: str, driver: Driver, part: Part, until: Callable[[Callable[[], End | None]], None]) -> Check:
    with driver.open(labels()) as pod:
        until(pod.start(part).end)
    token, deadline = part.command[-1], time.monotonic() + GONE_SECONDS
    while (left := _alive(token)) and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    return Check.of(name, not left, f"processes left of it: {left}", LEFT)


def _wait(_: Callable[[], End | None]) -> None:
    time.sleep(BOMB_SECONDS)


def _until_over(end: Callable[[], End | None]) -> None:
    deadline = time.monotonic() + PATIENCE
    while end() is None and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)


def _alive(token: str) -> int:
    """How many processes of this machine have the token among their arguments."""
    count = 0
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            count += token.encode() in path.read_bytes()
    return count
