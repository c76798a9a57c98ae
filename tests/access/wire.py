"""One HTTP request as bytes on a socket: nothing between what is written here and the site puts it right."""

import contextlib
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field

LIMIT = 4 * 2**20  # bytes of an answer that are read
SECONDS = 30


@dataclass(frozen=True)
class Request:
    method: str
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def bytes(self, host: str) -> bytes:
        headers = {"Host": host, "Connection": "close", **self.headers}
        if self.body or self.method in ("POST", "PUT", "PATCH"):
            headers["Content-Length"] = str(len(self.body))
        lines = [f"{self.method} {self.address} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + self.body

    def __str__(self) -> str:
        return f"{self.method} {self.address[:300]!r} {dict(self.headers)!r:.600} body {self.body[:300]!r}"


@dataclass(frozen=True)
class Answer:
    status: int  # 0: the connection was closed without one
    body: bytes


def send(port: int, request: Request) -> Answer:
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        with contextlib.suppress(ConnectionError):  # refused before all was sent, perhaps with an answer
            connection.sendall(request.bytes(f"127.0.0.1:{port}"))
        received = b""
        with contextlib.suppress(ConnectionError):
            while len(received) < LIMIT and not _is_stream(received) and (part := connection.recv(65536)):
                received += part
    head, _, body = received.partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    return Answer(int(words[1]) if len(words) > 1 and words[1].isdigit() else 0, body)


def _is_stream(received: bytes) -> bool:
    """A stream has no end to wait for."""
    head, end, _ = received.partition(b"\r\n\r\n")
    return bool(end) and b"text/event-stream" in head.lower()
