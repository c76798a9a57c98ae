"""One answer of the app, as a turn reports it."""

from dataclasses import dataclass

READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Answer:
    name: str  # method and the workload's name for the request, else its path: "GET /books"
    path: str  # with the query: "/books?page=3"
    start: float  # seconds on the machine's monotonic clock
    ms: float  # from sending until the whole body was read
    status: int  # 0: no answer
    size: int  # bytes of the decoded body
    wire: int  # bytes received in all: head and body as sent
    digest: str  # 16 hex digits of the normalised answer; "" without an answer
    error: str | None  # no answer, or a status of 500 and above
    write: bool
    normalised: bytes = b""

    def line(self) -> dict[str, object]:
        """The fields of a turn's line."""
        return {
            "name": self.name[:200],
            "start": self.start,
            "ms": self.ms,
            "status": self.status,
            "bytes": self.size,
            "wire": self.wire,
            "digest": self.digest,
            "error": self.error,
            "write": self.write,
            "path": self.path[:2000],
        }


def missing(start: float, why: str) -> Answer:
    """A turn in which no request was made."""
    return Answer("", "", start, 0.0, 0, 0, 0, "", why[:500], False)


def is_write(method: str) -> bool:
    return method.upper() not in READING
