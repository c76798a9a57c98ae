"""How much an upload may be."""

from perfgym.workspaces.uploads.refused import UploadRefused

MAX_ENTRIES = 200
MAX_BYTES = 2 * 2**20  # of all files together, and of the upload itself
MAX_RATIO = 100  # size of a file by its size in the archive


def check(size: int) -> None:
    """Raise UploadRefused for nothing, or for more bytes than an upload may have."""
    if size == 0:
        raise UploadRefused("is empty")
    if size > MAX_BYTES:
        raise UploadRefused(f"has {size:,} bytes; {MAX_BYTES:,} is the most")
