"""One request to the app, redirects within it followed: what came, how long it took, and why it broke off.

Source of the form: RFC 9112 (HTTP/1.1), as http.client reads it; it takes at most 100 headers of 64 KiB.
"""

import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, LineTooLong

from perfgym.appview.inside import address, alarm

REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
READ_BYTES = 4 * 2**20  # of a body; what is longer is not read to its end
CHUNK = 1 << 16
HEADERS, HEADER_CHARS = 60, 1000  # shown
ASKS = {
    "Host": "127.0.0.1",
    "User-Agent": "PerfGym-preview",
    "Accept": "text/html,application/json;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


@dataclass
class Answer:
    """`error` says why there is no answer, or no whole one; times in milliseconds since the last request began."""

    path: str
    status: int = 0
    reason: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    more_headers: int = 0
    body: bytes = b""
    whole: bool = False
    first_ms: float | None = None
    ms: float = 0.0
    error: str = ""
    hops: list[dict[str, object]] = field(default_factory=list)
    outward: str = ""  # where the app sends one that is not the app

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


def get(method: str, path: str, seconds: float) -> Answer:
    """Ask, and follow at most REDIRECTS redirects; all of it within `seconds`."""
    until, hops = time.monotonic() + seconds, list[dict[str, object]]()
    while True:
        answer = _once(method, path, until - time.monotonic())
        answer.hops = hops
        location = answer.header("location")
        if answer.status not in MOVED or not location or answer.error:
            return answer
        led = address.path_of(path, location)
        if led is None:
            answer.outward = location[:HEADER_CHARS]
            return answer
        if len(hops) == REDIRECTS:
            answer.error = "redirects"
            return answer
        hops.append({"path": path, "status": answer.status, "ms": answer.ms})
        path = led


def _once(method: str, path: str, seconds: float) -> Answer:
    answer, start = Answer(path), time.perf_counter()
    connection = HTTPConnection("127.0.0.1", address.port())
    try:
        with alarm.within(seconds):
            connection.request(method, path, headers=ASKS)
            response = connection.getresponse()
            answer.first_ms = _ms(start)
            _head(answer, response)
            _body(answer, response)
    except alarm.TimeUp:
        answer.error = "time"
    except LineTooLong:
        answer.error = "header"
    except (HTTPException, OSError, ValueError) as error:
        answer.error = _said(error)
    finally:
        answer.ms = _ms(start)
        connection.close()
    return answer


def _head(answer: Answer, response: HTTPResponse) -> None:
    found = response.getheaders()
    answer.status, answer.reason = response.status, response.reason[:200]
    answer.headers = [(name[:200], value[:HEADER_CHARS]) for name, value in found[:HEADERS]]
    answer.more_headers = len(found) - len(answer.headers)


def _body(answer: Answer, response: HTTPResponse) -> None:
    """Read chunk by chunk, so that what came before a break is kept."""
    body = bytearray()
    try:
        while len(body) <= READ_BYTES:
            chunk = response.read1(CHUNK)
            if not chunk:
                answer.whole = not response.length
                answer.error = "" if answer.whole else "short"
                return
            body += chunk
    finally:
        answer.body = bytes(body)


def _said(error: Exception) -> str:
    """The kind of a failure that the worker has words for, else what it says."""
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if "got more than" in str(error):
        return "headers"
    return f"{type(error).__name__}: {error}"[:300]


def _ms(start: float) -> float:
    return round(1000 * (time.perf_counter() - start), 2)
