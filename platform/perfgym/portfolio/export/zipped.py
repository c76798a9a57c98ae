"""Files as one archive; the same files are the same bytes."""

import io
import zipfile
from collections.abc import Mapping

_THEN = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file knows
_READABLE = 0o100644 << 16
_PACKED_ALREADY = (".zip", ".png", ".woff2", ".pdf")


def zipped(files: Mapping[str, bytes], folder: str) -> bytes:
    """An archive in which all lies below one `folder`, so that unpacking it litters nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in sorted(files.items()):
            member = zipfile.ZipInfo(f"{folder}/{name}", _THEN)
            member.external_attr, member.create_system = _READABLE, 3
            kind = zipfile.ZIP_STORED if name.endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
            archive.writestr(member, content, kind, compresslevel=9)
    return packed.getvalue()
