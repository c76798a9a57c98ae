"""Zip files written the same to the last byte each time, and read without trusting a word of them."""

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping

from perfgym.measure.errors import BadBundle

MAX_BUNDLE = 32 << 20  # bytes, compressed
MAX_UNPACKED = 64 << 20  # bytes, all members together
MAX_MEMBERS = 64
MAX_NAME = 200  # characters
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold: contents decide the bytes, not the clock
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, IndexError)


def pack(members: Mapping[str, bytes], *, compress: bool = True) -> bytes:
    """A zip of these members, in this order, with fixed times and modes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system, info.external_attr = 3, 0o100644 << 16  # as on Unix, wherever it is written
            info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
            archive.writestr(info, content, compresslevel=6)
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The members of a zip. Raises BadBundle for anything broken, doubled, oddly named, encrypted or too large."""
    if len(data) > MAX_BUNDLE:
        raise BadBundle(f"The file has {len(data):,} bytes; a bundle has at most {MAX_BUNDLE:,}.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _members(archive)
    except _BROKEN as error:
        if isinstance(error, BadBundle):
            raise
        raise BadBundle(f"The file is not a readable zip file: {error}") from error


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise BadBundle(f"The zip file has {len(infos)} members; a bundle has at most {MAX_MEMBERS}.")
    members: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for info in infos:
        _check(info, members)
        with archive.open(info) as stream:
            content = stream.read(left + 1)  # never more than may be kept, whatever the directory claims
        left -= len(content)
        if left < 0:
            raise BadBundle(f"The zip file unpacks to more than {MAX_UNPACKED:,} bytes.")
        members[info.filename] = content
    return members


def _check(info: zipfile.ZipInfo, seen: Mapping[str, bytes]) -> None:
    name = info.filename
    if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
        raise BadBundle(f"The member {name[:MAX_NAME]!r} is encrypted or compressed in an unusual way.")
    if not _is_plain(info):
        raise BadBundle(f"The member {name[:MAX_NAME]!r} is a link or something else that is no ordinary file.")
    if name in seen:
        raise BadBundle(f"The zip file has two members named {name!r}.")
    if len(name) > MAX_NAME or not name.isprintable() or "/" in name or "\\" in name or name.startswith("."):
        raise BadBundle(f"The zip file has a member with an unexpected name: {name[:MAX_NAME]!r}.")


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """As far as the zip says what it is: one made on Unix has a file's mode in its upper half."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    return kind in (0, stat.S_IFREG) and not info.is_dir()
