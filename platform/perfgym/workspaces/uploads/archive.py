"""A zip from outside as files in memory, or a refusal: nothing is ever written to disk, nothing is half taken."""

import io
import stat
import struct
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from perfgym.workspaces.uploads import names
from perfgym.workspaces.uploads.refused import UploadRefused

MAX_ENTRIES = 200
MAX_BYTES = 2 * 2**20  # of all files together, and of the upload itself
MAX_RATIO = 100  # size of a file by its size in the archive
ENCRYPTED = 0x1 | 0x40 | 0x2000
LOCAL_HEADER = 30  # bytes, before name and extra field
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
    check_size(len(data))
    with _reading():
        archive = ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    _check_entries(entries, data, archive.start_dir)
    wanted = [entry for entry in entries if not _is_folder(entry) and not names.is_litter(entry.orig_filename)]
    paths = _paths(wanted, folder)
    names.check_apart(paths)
    for path in paths:
        names.check(path, starter)
    return {path: _content(archive, entry) for path, entry in zip(paths, wanted, strict=True)}


def check_size(size: int) -> None:
    """Raise UploadRefused for nothing, or for more than an upload may have."""
    if size == 0:
        raise UploadRefused("is empty")
    if size > MAX_BYTES:
        raise UploadRefused(f"has {size:,} bytes; {MAX_BYTES:,} is the most")


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except UNREADABLE as error:
        raise UploadRefused("is not a zip that can be read: it is damaged, or of another kind") from error


def _check_entries(entries: list[ZipInfo], data: bytes, end: int) -> None:
    """What the archive's list of entries says must be sound, before anything is inflated."""
    if not 0 < len(entries) <= MAX_ENTRIES:
        raise UploadRefused(f"has {len(entries):,} entries; it must have 1 to {MAX_ENTRIES}")
    _check_apart(entries, data, end)
    for entry in entries:
        _check_kind(entry)
    _check_sizes(entries)


def _check_kind(entry: ZipInfo) -> None:
    name = entry.orig_filename
    if entry.flag_bits & ENCRYPTED:
        raise UploadRefused("is encrypted; upload a zip without a password", name)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFDIR if _is_folder(entry) else stat.S_IFREG):
        raise UploadRefused("is no regular file: links and devices are not taken", name)
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UploadRefused("is compressed in a way other than zip's usual one (deflate)", name)
    if _is_folder(entry):
        names.check_folder(name)


def _is_folder(entry: ZipInfo) -> bool:
    return entry.orig_filename.endswith("/")


def _check_apart(entries: list[ZipInfo], data: bytes, end: int) -> None:
    """No two entries may share bytes of the archive, nor reach into its list of entries."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, limit in zip(ordered, [*(one.header_offset for one in ordered[1:]), end], strict=True):
        if not 0 <= entry.header_offset <= len(data) - LOCAL_HEADER:
            raise UploadRefused("lies outside the archive", entry.orig_filename)
        name, extra = struct.unpack_from("<HH", data, entry.header_offset + LOCAL_HEADER - 4)
        if entry.header_offset + LOCAL_HEADER + name + extra + entry.compress_size > limit:
            raise UploadRefused("shares its bytes with another entry", entry.orig_filename)


def _paths(entries: list[ZipInfo], folder: str) -> list[str]:
    found = [entry.orig_filename for entry in entries]
    inside = f"{folder}/"
    return [path.removeprefix(inside) for path in found] if all(path.startswith(inside) for path in found) else found


def _check_sizes(entries: list[ZipInfo]) -> None:
    """As declared; reading an entry never gives more than that."""
    total = 0
    for entry in entries:
        total += entry.file_size
        if total > MAX_BYTES:
            raise UploadRefused(f"brings the whole to {total:,} bytes; {MAX_BYTES:,} is the most", entry.orig_filename)
        if entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise UploadRefused(
                f"is {entry.file_size // max(1, entry.compress_size):,} times as large as in the archive; {MAX_RATIO} "
                "is the most",
                entry.orig_filename,
            )


def _content(archive: ZipFile, entry: ZipInfo) -> bytes:
    with _reading(), archive.open(entry) as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) != entry.file_size:
        raise UploadRefused("has another size than the archive says", entry.orig_filename)
    return content
