"""A zip file that is sent while it is made: no more than one member of it is ever in memory."""

import zipfile
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import NamedTuple

from asgiref.sync import sync_to_async

EPOCH = (1980, 1, 1, 0, 0, 0)  # contents decide the bytes, not the clock


class Member(NamedTuple):
    """A file in the zip; its `name` is a path with `/`."""

    name: str
    content: bytes


class _Sink:
    """A file that is only written to; what was written is taken out piece by piece."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        found = b"".join(self._parts)
        self._parts.clear()
        return found


def zipped(members: Iterable[Member]) -> Iterator[bytes]:
    """The zip of these members in pieces, one a member and a last one."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:  # type: ignore[call-overload]  # it only ever writes
        for member in members:
            info = zipfile.ZipInfo(member.name, EPOCH)
            info.create_system, info.external_attr = 3, 0o100600 << 16
            packed = member.name.endswith((".zip", ".jwt"))
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(info, member.content)
            yield sink.taken()
    yield sink.taken()


async def streamed(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The same for a server that sends many things at once: the database is asked in a thread."""
    while (piece := await sync_to_async(_next)(pieces)) is not None:
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes | None:
    return next(pieces, None)
