"""The workload's HTTP client: Locust's own, made to wait for its turn and to survive any answer."""

import time
from typing import Any, Protocol

import gevent
from locust.contrib.fasthttp import ErrorResponse, FastHttpSession, FastRequest, ResponseContextManager

from perfgym.loadgen.locustfile import describe
from perfgym.loadgen.scoring.answer import Answer, is_write
from perfgym.loadgen.scoring.contract import Contract, digest
from perfgym.loadgen.scoring.transport import Agent


class TookTooLong(Exception):
    """The deadline of the whole request has passed."""


class TakesTurns(Protocol):
    """Says when a request may go on, and is told its answer."""

    def take(self) -> None: ...

    def done(self, answer: Answer) -> None: ...


class TurnSession(FastHttpSession):
    """One request a turn; latency is what Locust reports in its `request` event."""

    def __init__(
        self, user: Any, turns: TakesTurns, contract: Contract, deadline: float, *, observes: bool = True
    ) -> None:
        """With `observes` the contract notes facts of each answer."""
        super().__init__(user.host, user.environment.events.request, user)
        self.client = self.agent = Agent(user.host, user.default_headers, deadline)
        self._turns = turns
        self._contract = contract
        self._deadline = deadline
        self._observes = observes

    def request(  # type: ignore[override]  # the rest is passed through by name
        self,
        method: str,
        url: str,
        name: str | None = None,
        data: Any = None,
        catch_response: bool = False,
        **options: Any,
    ) -> Any:
        """As Locust's, without streaming. Waits for the turn first; a failing app never makes it raise."""
        self._turns.take()
        held, start = self._send(method, url, name, data, {**options, "stream": False})
        self._turns.done(self._answer(held, start))
        if catch_response:
            return held
        held._report_request()
        return held.request_meta["response"]

    def _send(self, method: str, url: str, name: str | None, data: Any, options: dict[str, Any]) -> tuple[Any, float]:
        self.agent.received.restart()
        start = time.monotonic()
        try:
            with gevent.Timeout(self._deadline, TookTooLong(f"no complete answer within {self._deadline:g} s")):
                held = super().request(method, url, name, data, catch_response=True, **options)
            failure = held.request_meta["exception"]
        except Exception as error:
            failure = error
        if failure is None:
            return held, start
        return self._failed(method, url, name or self.request_name or url, failure, start), start

    def _failed(self, method: str, url: str, name: str, error: Exception, start: float) -> ResponseContextManager:
        response = ErrorResponse(FastRequest(self._build_url(url), method), error)
        meta = {
            "request_type": method,
            "name": name,
            "context": {},
            "response": response,
            "exception": error,
            "start_time": time.time(),
            "url": self._build_url(url),
            "response_length": 0,
            "response_time": (time.monotonic() - start) * 1000,
        }
        return ResponseContextManager(response, self.request_event, meta, True)

    def _answer(self, held: Any, start: float) -> Answer:
        meta, response = held.request_meta, held.request_meta["response"]
        path = response.request.url_split.request_uri or "/"
        name = f"{meta['request_type'].upper()} {self._short(meta['name'])}"
        body, status, error = response.content or b"", int(response.status_code or 0), meta["exception"]
        normalised = b"" if error else self._read(name, path, status, response.headers, body)
        return Answer(
            name=name,
            path=path,
            start=start,
            ms=meta["response_time"],
            status=status,
            size=len(body),
            wire=self.agent.received.bytes,
            digest="" if error else digest(normalised),
            error=describe(error) if error else _server_error(status),
            write=is_write(meta["request_type"]),
            normalised=normalised,
        )

    def _read(self, name: str, path: str, status: int, headers: Any, body: bytes) -> bytes:
        if self._observes:
            self._contract.observe(name, path, status, body)
        fields = {field.lower(): ", ".join(headers.getlist(field)) for field in headers}
        return self._contract.normalised(name, status, fields, body)

    def _short(self, name: str) -> str:
        """The workload's name for a request, or its path: no query, no host."""
        return str(name).removeprefix(self.base_url or "").partition("?")[0] or "/"


def _server_error(status: int) -> str | None:
    return f"HTTP {status}" if status >= 500 else None
