"""Zips as nobody's file manager writes them, for tests."""

import io
import stat
import struct
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Entry = tuple[str, bytes]


def of(*entries: Entry, method: int = ZIP_DEFLATED, mode: int = stat.S_IFREG | 0o644) -> bytes:
    """A zip of these entries, in this order and with these names, however odd; `mode` is that of all."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in entries:
            entry = ZipInfo("placeholder")
            entry.filename, entry.external_attr = name, mode << 16
            archive.writestr(entry, content, method)
    return packed.getvalue()


def patched(data: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    """Bytes replaced one for one wherever they stand, headers included."""
    for old, new in changes:
        assert len(old) == len(new)
        assert old in data
        data = data.replace(old, new)
    return data


def central(data: bytes, offset: int, fmt: str, value: int, which: int = 0) -> bytes:
    """The zip with one number of the central directory's entry number `which` replaced."""
    starts = _starts(data, b"PK\x01\x02")
    changed = bytearray(data)
    struct.pack_into(fmt, changed, starts[which] + offset, value)
    return bytes(changed)


def _starts(data: bytes, mark: bytes) -> list[int]:
    found, at = [], data.find(mark)
    while at >= 0:
        found.append(at)
        at = data.find(mark, at + 1)
    return found


def many(names: Iterable[str]) -> bytes:
    return of(*((name, b"x") for name in names))
