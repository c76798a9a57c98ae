"""What a zip says of its entries, and what of that is refused before anything is inflated."""

import stat
import struct
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from perfgym.workspaces.uploads import names, size
from perfgym.workspaces.uploads.refused import UploadRefused

ENCRYPTED = 0x1 | 0x40 | 0x2000
LOCAL_HEADER = 30  # bytes, before name and extra field


def check(entries: list[ZipInfo], data: bytes, end: int) -> None:
    """Raise UploadRefused unless all that the archive says of its entries is sound. Nothing is inflated for that.

    `data` is the archive, `end` where its list of entries begins.
    """
    if not 0 < len(entries) <= size.MAX_ENTRIES:
        raise UploadRefused(f"has {len(entries):,} entries; it must have 1 to {size.MAX_ENTRIES}")
    _check_apart(entries, data, end)
    for entry in entries:
        _check_kind(entry)
    _check_sizes(entries)


def _check_kind(entry: ZipInfo) -> None:
    name = entry.orig_filename
    if entry.flag_bits & ENCRYPTED:
        raise UploadRefused("is encrypted; upload a zip without a password", name)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFDIR if is_folder(entry) else stat.S_IFREG):
        raise UploadRefused("is no regular file: links and devices are not taken", name)
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UploadRefused("is compressed in a way other than zip's usual one (deflate)", name)
    if is_folder(entry):
        names.check_folder(name)


def is_folder(entry: ZipInfo) -> bool:
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


def _check_sizes(entries: list[ZipInfo]) -> None:
    """As declared; reading an entry never gives more than that."""
    total = 0
    for entry in entries:
        total += entry.file_size
        if total > size.MAX_BYTES:
            raise UploadRefused(
                f"brings the whole to {total:,} bytes; {size.MAX_BYTES:,} is the most", entry.orig_filename
            )
        times = entry.file_size // max(1, entry.compress_size)
        if times > size.MAX_RATIO:
            raise UploadRefused(
                f"is {times:,} times as large as in the archive; {size.MAX_RATIO} is the most", entry.orig_filename
            )
