"""Hears every request that ends, and every exception in the learner's code."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from locust.event import Events

from perfgym.loadgen.exploration.failures import Failures
from perfgym.loadgen.exploration.samples import Samples

HEARD = 7  # values a request


class Recorder:
    """Listens to Locust's events; `late`, if any, tells by how many ms the request's iteration started too late.

    While requests are under way one is only noted down; the work on it is done once a second, for all at once.
    """

    def __init__(self, samples: Samples, failures: Failures, late: Callable[[], float] | None) -> None:
        self._samples = samples
        self._failures = failures
        self._late = late
        self._heard: list[Any] = []

    def listen(self, events: Events) -> None:
        events.request.add_listener(self.request)
        events.user_error.add_listener(self.raised)

    def request(
        self,
        request_type: Any,
        name: Any,
        response_time: Any,
        response_length: Any = 0,
        exception: Any = None,
        **_: Any,
    ) -> None:
        late = self._late() if self._late else 0.0
        self._heard += (time.monotonic(), request_type, name, response_time, response_length, exception, late)

    def raised(self, exception: BaseException, tb: TracebackType | None, **_: Any) -> None:
        self._failures.code(exception, tb)

    def settle(self) -> None:
        """Bring what was heard since the last time to samples and failures."""
        heard, self._heard = self._heard, []
        for at, kind, name, ms, size, exception, late in zip(*[iter(heard)] * HEARD, strict=True):
            full = f"{kind} {name}"
            self._samples.add(full, ms, size, exception is None, late, at)
            if exception is not None:
                self._failures.request(full, exception)
