"""Opens a console's pod for a test and asks it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from perfgym.catalog import library
from perfgym.sandbox import drivers
from perfgym.sandbox.protocol import Labels
from perfgym.sittings.answer import Answer
from perfgym.sqlconsole.bounds import Bounds
from perfgym.sqlconsole.pod import ConsolePod

SITE = f"sql-{os.getpid()}"
APP = "yardstick"  # has the smallest database
BOUNDS = Bounds(statement=8.0)


class Console:
    """A pod with short words for what tests ask."""

    def __init__(self, pod: ConsolePod) -> None:
        self.pod = pod

    def run(self, text: str, how: str = "run", cancelled: Callable[[], bool] = lambda: False) -> Answer:
        return self.pod.run(text, how, cancelled)

    def rows(self, text: str) -> list[list[str | None]]:
        """Of the last result of a text that must succeed."""
        answer = self.run(text)
        assert answer.ending == "done", answer
        rows: list[list[str | None]] = answer.shown["results"][-1].get("rows", [])
        return rows

    def fault(self, text: str, how: str = "run") -> dict[str, Any]:
        """The server's refusal of a text that must not succeed."""
        answer = self.run(text, how)
        assert answer.ending == "error", answer
        fault: dict[str, Any] = answer.shown["fault"]
        return fault


@contextmanager
def opened(driver: str, *, bounds: Bounds = BOUNDS, read_only: bool = False, run: str = "s") -> Iterator[Console]:
    found = drivers.choose(driver)
    found.prepare(APP)
    labels = Labels(site=SITE, run=run, fence=1, worker="w", arm="own")
    with ConsolePod(found, labels, library.default().apps[APP], (0,), bounds, read_only=read_only) as pod:
        pod.open()
        yield Console(pod)
