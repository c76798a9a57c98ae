"""The process of ours that asks the app, made anew whenever it has ended: what it reads is hostile."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from perfgym.sandbox.protocol import Closed, Part, Pod
from perfgym.sittings.insider import Insider

LOOK_SECONDS = 0.2  # how soon a cancel is noticed
LAST = ("ready", "done")  # words that end an answer


class Asker:
    """Of one pod. Started when first needed."""

    def __init__(self, pod: Pod, part: Part, dsn: str) -> None:
        self._pod, self._part, self._dsn = pod, part, dsn
        self._inner: Insider | None = None

    def ask(
        self, op: str, within: float, unwanted: Callable[[], bool] = lambda: False, **fields: Any
    ) -> Iterator[dict[str, Any]]:
        """The words of the answer. They end early, and the process with them, where it takes longer, ends by itself, or
        is not wanted any more. Raises PlatformError."""
        self._tell(op, fields)
        until = time.monotonic() + within
        while word := self._word(until, unwanted):
            yield word
            if word.get("op") in LAST:
                return

    def _tell(self, op: str, fields: dict[str, Any]) -> None:
        try:
            self._there().tell(op, **fields)
        except Closed:  # it has ended since the last time
            self._inner = None
            self._there().tell(op, **fields)

    def _there(self) -> Insider:
        if self._inner is None:
            self._inner = Insider(self._pod, self._part, "preview", dsn=self._dsn)
        return self._inner

    def _word(self, until: float, unwanted: Callable[[], bool]) -> dict[str, Any]:
        try:
            while not (word := self._there().hear(LOOK_SECONDS)):
                if unwanted() or time.monotonic() > until:
                    self._end()
                    break
        except Closed:
            self._end()
            return {}
        return word

    def _end(self) -> None:
        if self._inner:
            self._inner.process.kill()
        self._inner = None
