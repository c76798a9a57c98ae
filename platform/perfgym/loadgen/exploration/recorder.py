"""Hears every request that ends, and every exception in the learner's code."""

from collections.abc import Callable
from types import TracebackType
from typing import Any

from locust.event import Events

from perfgym.loadgen.exploration.failures import Failures
from perfgym.loadgen.exploration.samples import Samples


class Recorder:
    """Listens to Locust's events; `late` tells by how many ms the request's iteration started too late."""

    def __init__(self, samples: Samples, failures: Failures, late: Callable[[], float]) -> None:
        self._samples = samples
        self._failures = failures
        self._late = late

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
        full = f"{request_type} {name}"
        self._samples.add(full, response_time, response_length, exception is None, self._late())
        if exception is not None:
            self._failures.request(full, exception)

    def raised(self, exception: BaseException, tb: TracebackType | None, **_: Any) -> None:
        self._failures.code(exception, tb)
