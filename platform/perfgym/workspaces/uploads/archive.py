"""A zip from outside as files in memory, or a refusal: nothing is ever written to disk, nothing is half taken."""

import io
import stat
import struct
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from perfgym.workspaces.uploads import entries, names, size
from perfgym.workspaces.uploads.refused import UploadRefused

UNREADABLE = (
    BadZipFile, EOFError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip


def pack(files: dict[str, bytes], folder: str) -> bytes:
    """The files as a zip, in one folder; the same files always give the same bytes."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for path, content in sorted(files.items()):
            entry = ZipInfo(f"{folder}/{path}")
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content, ZIP_DEFLATED)
    return packed.getvalue()


def unpack(data: bytes, starter: Collection[str], folder: str) -> dict[str, bytes]:
    """Content by path; without `folder` in front where all lies in it, and without what file managers add.

    Raises UploadRefused, which names the entry, the limit and the value.
    """
    size.check(len(data))
    with _reading():
        archive = ZipFile(io.BytesIO(data))
    found = archive.infolist()
    entries.check(found, data, archive.start_dir)
    wanted = [entry for entry in found if not entries.is_folder(entry) and not names.is_litter(entry.orig_filename)]
    paths = _paths(wanted, folder)
    names.check_apart(paths)
    for path in paths:
        names.check(path, starter)
    return {path: _content(archive, entry) for path, entry in zip(paths, wanted, strict=True)}


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except UNREADABLE as error:
        raise UploadRefused("is not a zip that can be read: it is damaged, or of another kind") from error


def _paths(wanted: list[ZipInfo], folder: str) -> list[str]:
    found = [entry.orig_filename for entry in wanted]
    inside = f"{folder}/"
    return [path.removeprefix(inside) for path in found] if all(path.startswith(inside) for path in found) else found


def _content(archive: ZipFile, entry: ZipInfo) -> bytes:
    with _reading(), archive.open(entry) as stream:
        content = stream.read(size.MAX_BYTES + 1)
    if len(content) != entry.file_size:
        raise UploadRefused("has another size than the archive says", entry.orig_filename)
    return content
