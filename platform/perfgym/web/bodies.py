"""No request carries more than the site can use: a larger one is refused before it is read, let alone kept on disk."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

MOST = 4 * 2**20  # bytes: an upload of 2 MiB, and what a form puts around it
SAID = f"This is larger than the {MOST // 2**20} MB that one request may have. Nothing was changed.".encode()
HEADERS = [
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"content-length", str(len(SAID)).encode()),
    (b"cache-control", b"private, no-store"),
    (b"content-security-policy", b"default-src 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"connection", b"close"),
]

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def capped(application: Application) -> Application:
    """The ASGI application behind a cap: by the length that is declared, and by what really comes."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if _declared(scope.get("headers", ())) > MOST:
            await _refuse(send)
        else:
            await application(scope, _counted(receive, send), send)

    return guarded


def _declared(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """What content-length says; 0 where it says nothing that is a number."""
    said = dict(headers).get(b"content-length", b"")
    return int(said) if said.isdigit() and len(said) < 20 else 0


def _counted(receive: Receive, send: Send) -> Receive:
    """The body up to the cap; beyond it the application hears that its client has gone, and the client why."""
    total = 0

    async def counted() -> Mapping[str, Any]:
        nonlocal total
        message = await receive()
        before, total = total, total + len(message.get("body", b""))
        if total <= MOST:
            return message
        if before <= MOST:
            await _refuse(send)
        return {"type": "http.disconnect"}

    return counted


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 413, "headers": HEADERS})
    await send({"type": "http.response.body", "body": SAID})
