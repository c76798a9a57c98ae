"""The whole platform on one machine: the order in which its parts start, are watched, and stop."""

import contextlib
import os
import signal
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import TextIO

from perfgym.console import parts
from perfgym.console.errors import PartEnded
from perfgym.embedded import lock, servers
from perfgym.embedded.child import Child
from perfgym.embedded.home import Home, open_home
from perfgym.embedded.leftovers import settle

LOOK_SECONDS = 0.25


class Stopped(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal: the ordinary end."""


def up(folder: Path, port: int, environ: Mapping[str, str], *, browser: bool, out: TextIO) -> None:
    """Start everything, print the links on `out`, watch until told to stop. Raises what keeps it from running."""
    with contextlib.suppress(Stopped), _stoppable():
        home = open_home(folder)
        with lock.hold(home, parts.base_url(port)), contextlib.ExitStack() as running:
            settle(home.run, servers.STOP_SECONDS)
            parts.claim(port)
            links, children = _start(home, port, environ, running)
            _announce(links, out, browser)
            _watch(children)
    say("stopped; the data are kept")


def say(text: str) -> None:
    print(f"PerfGym: {text}", file=sys.stderr, flush=True)  # noqa: T201


def _start(
    home: Home, port: int, environ: Mapping[str, str], running: contextlib.ExitStack
) -> tuple[parts.Links, Sequence[Child]]:
    found = running.enter_context(servers.running(home, environ, say))
    mine = parts.environment(home, found, environ)
    say("bringing the database up to date")
    links = parts.prepare(home, port, mine)
    say("starting the worker and the site")
    worker = _child(running, lambda: parts.start_worker(home, mine), parts.WORKER_STOP_SECONDS)
    site = _child(running, lambda: parts.start_site(home, port, mine), parts.SITE_STOP_SECONDS)
    children = (*found.children, worker, site)
    parts.wait_for_site(site, port)
    parts.wait_for_worker(worker, home)
    return links, children


def _child(running: contextlib.ExitStack, start: Callable[[], Child], seconds: float) -> Child:
    child = start()
    running.callback(child.stop, seconds)
    return child


def _announce(links: parts.Links, out: TextIO, browser: bool) -> None:
    print(f"PerfGym is ready: {links.learner} (signs you in once, as the local learner)", file=out)
    print(f"As the instructor: {links.instructor} (once; has a small demo cohort)", file=out, flush=True)
    say("Ctrl-C stops all of it")
    if browser and (sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        webbrowser.open(links.learner)


def _watch(children: Sequence[Child]) -> None:
    while True:
        for child in children:
            if child.ended():
                raise PartEnded(child.plan.name, child.plan.log, child.tail())
        time.sleep(LOOK_SECONDS)


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Turn the first signal to stop into `Stopped`; more of them do not disturb the stopping."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup wants us to stay
        numbers.append(signal.SIGHUP)

    def stop(_: int, __: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        say("stopping")
        raise Stopped

    usual = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
