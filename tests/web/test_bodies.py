"""A request larger than the site can use is refused before it is read."""

import asyncio
import socket
from typing import Any

import pytest

from perfgym.web.bodies import MOST, capped
from tests.deployment import PATIENCE, Deployment, answers


class Exchange:
    """One request of so many chunks, and what was answered."""

    def __init__(self, chunks: list[bytes], declared: str | None = None) -> None:
        self.waiting = list(chunks)
        self.scope = {"type": "http", "headers": [(b"content-length", declared.encode())] if declared else []}
        self.sent: list[dict[str, Any]] = []
        self.read = 0

    async def receive(self) -> dict[str, Any]:
        body = self.waiting.pop(0)
        self.read += len(body)
        return {"type": "http.request", "body": body, "more_body": bool(self.waiting)}

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return self.sent[0]["status"]


async def counting(scope: Any, receive: Any, send: Any) -> None:
    """An application that reads all of its body."""
    while (message := await receive())["type"] == "http.request":
        if not message["more_body"]:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            return


def run(exchange: Exchange) -> Exchange:
    asyncio.run(capped(counting)(exchange.scope, exchange.receive, exchange.send))
    return exchange


@pytest.mark.parametrize("declared", [str(MOST), None, "no number", "1" * 30])
def test_what_fits_is_let_through(declared: str | None) -> None:
    assert run(Exchange([b"x" * MOST], declared)).status == 200


def test_what_is_declared_too_large_is_not_read() -> None:
    refused = run(Exchange([b"x" * 1000], str(MOST + 1)))
    assert (refused.status, refused.read) == (413, 0)
    assert b"Nothing was changed" in refused.sent[1]["body"]


def test_what_grows_too_large_is_read_no_further() -> None:
    refused = run(Exchange([b"x" * 2**20] * 100))
    assert (refused.status, refused.read) == (413, MOST + 2**20)
    assert len(refused.sent) == 2


def test_the_site_stands_behind_it() -> None:
    from perfgym.asgi import application

    exchange = Exchange([b""], str(MOST + 1))
    asyncio.run(application({**exchange.scope, "method": "POST", "path": "/"}, exchange.receive, exchange.send))
    assert exchange.status == 413


@pytest.mark.servers
@pytest.mark.parametrize("declared", [True, False], ids=["declared", "in chunks"])
def test_the_served_site_answers_413_and_goes_on(site: Deployment, declared: bool) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE) as connection:
        length = f"Content-Length: {100 * MOST}" if declared else "Transfer-Encoding: chunked"
        connection.sendall(
            f"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n{length}\r\n\r\n".encode()
        )
        if not declared:
            for _ in range(MOST // 2**16 + 1):
                connection.sendall(b"10000\r\n" + bytes(2**16) + b"\r\n")
        answer = connection.recv(2**16)
    assert answer.startswith(b"HTTP/1.1 413")
    assert answers(f"{site.url}/healthz")
