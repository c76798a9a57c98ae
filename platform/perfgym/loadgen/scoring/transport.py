"""Connections to the one app under test, which stop reading what is too large."""

from typing import Any

from gevent.socket import socket
from geventhttpclient.client import HTTPClient, HTTPClientPool
from geventhttpclient.connectionpool import ConnectionPool
from geventhttpclient.url import URL
from locust.contrib.fasthttp import FastResponse, LocustUserAgent

from perfgym.loadgen.scoring.decode import TooLarge, decode

BODY_CAP = 2_000_000  # bytes, as sent and again after decoding
HEAD_CAP = 64_000
BLOCK = 65536


class OutsideTarget(Exception):
    """A request for some other host than the app under test."""


class Received:
    """Bytes that have come in for the request in hand."""

    def __init__(self) -> None:
        self.bytes = 0

    def restart(self) -> None:
        self.bytes = 0

    def add(self, data: bytes) -> bytes:
        self.bytes += len(data)
        if self.bytes > BODY_CAP + HEAD_CAP:
            raise TooLarge(BODY_CAP)
        return data


class CountingSocket(socket):
    received: Received

    def recv(self, *args: Any) -> bytes:
        return self.received.add(super().recv(*args))


class CountingPool(ConnectionPool):
    """A pool of one connection."""

    received: Received

    def _create_tcp_socket(self, family: Any, socktype: Any, protocol: int) -> CountingSocket:
        connection = CountingSocket(family, socktype, protocol)
        connection.received = self.received
        return connection


class TargetPool(HTTPClientPool):
    """The client of the target; refuses every other host and port."""

    def __init__(self, target: str, deadline: float) -> None:
        super().__init__()
        self.received = Received()
        self._url = URL(target)
        host, port = self._url.host, self._url.port or 80
        self._client = HTTPClient(host, port, block_size=BLOCK)
        pool = CountingPool(host, port, host, port, size=1, connection_timeout=deadline, network_timeout=deadline)
        pool.received = self.received
        pool.size = -1  # the client would send a request that was closed on again, size + 1 times
        self._client._connection_pool = pool

    def get_client(self, url: str | URL) -> HTTPClient:
        asked = url if isinstance(url, URL) else URL(url)
        if (asked.scheme, asked.host, asked.port) != (self._url.scheme, self._url.host, self._url.port):
            raise OutsideTarget(f"{asked.scheme}://{asked.host}:{asked.port} is not the app under test")
        return self._client


class CappedResponse(FastResponse):
    """Decodes its body up to the cap."""

    def _content(self) -> bytes:
        if self.headers is None or self._response is None:
            return b""
        encodings = self.headers.getlist("content-encoding") or ["identity"]
        body = self._response.read()
        self.release()
        return decode(body, ",".join(encodings), BODY_CAP)


class Agent(LocustUserAgent):
    """Locust's user agent without redirects, retries, cookies or an opinion on status codes."""

    response_type = CappedResponse

    def __init__(self, target: str, headers: dict[str, str] | None, deadline: float) -> None:
        pool = TargetPool(target, deadline)
        super().__init__(client_pool=pool, max_redirects=0, max_retries=0, cookiejar=None, headers=headers)
        self.received = pool.received

    def _verify_status(self, status_code: int, url: object = None) -> None:
        """Every status is an answer; whether it is the right one is decided by comparison."""
