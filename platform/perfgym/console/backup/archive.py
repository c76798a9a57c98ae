"""The file: a zip with one member a table and one a file, and a manifest with the digest of each."""

import contextlib
import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO

from perfgym.console.backup import manifest
from perfgym.console.backup.errors import BadBackup
from perfgym.console.backup.manifest import Manifest, Part

BLOCK = 1 << 20
MAX_MEMBERS = 100_000
MAX_RATIO = 200  # unpacked by packed size: rows and bundles reach a tenth of it
ALWAYS_BYTES = 64 << 20  # so much may unpack from any file
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, IndexError)


class Writer:
    """Adds members to a new archive and says what they became."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, blocks: Iterable[bytes]) -> tuple[Part, int]:
        """The member, and the number of line ends in it."""
        digest, size, lines = hashlib.sha256(), 0, 0
        with self._zip.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
            for block in blocks:
                digest.update(block)
                size, lines = size + len(block), lines + block.count(b"\n")
                member.write(block)
        return Part(size=size, sha256=digest.hexdigest()), lines

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def finish(self, content: Manifest) -> None:
        """Add the manifest; the archive's comment has its digest."""
        data = manifest.dump(content)
        self._zip.writestr(manifest.NAME, data)
        self._zip.comment = hashlib.sha256(data).hexdigest().encode()
        self._zip.close()


class Reader:
    """An archive whose every member is what the manifest says. Raises BadBackup or NewerBackup."""

    def __init__(self, stream: IO[bytes]) -> None:
        with _plainly():
            self._zip = zipfile.ZipFile(stream)
        self.packed = stream.seek(0, 2)
        self.manifest = self._manifest()
        self._check_directory()
        for name in self.manifest.members():
            for _ in self.read(name):
                pass

    def read(self, name: str) -> Iterator[bytes]:
        """Blocks of a member, never more than the manifest says. Raises BadBackup at the end if they differ."""
        wanted = self.manifest.members()[name]
        digest, left, lines = hashlib.sha256(), wanted.size, 0
        with _plainly(), self._zip.open(name) as member:
            while block := member.read(min(BLOCK, left + 1)):
                left -= len(block)
                if left < 0:
                    break
                digest.update(block)
                lines += block.count(b"\n")
                yield block
        if left or digest.hexdigest() != wanted.sha256 or lines != getattr(wanted, "rows", lines):
            raise BadBackup(f"{name} in it is not what was written.")

    def _manifest(self) -> Manifest:
        with _plainly():
            info = self._zip.getinfo(manifest.NAME) if manifest.NAME in self._zip.namelist() else None
            if info is None:
                raise BadBackup("it is no backup of a PerfGym.")
            with self._zip.open(info) as member:
                data = member.read(manifest.MAX_BYTES + 1)
        if len(data) > manifest.MAX_BYTES or hashlib.sha256(data).hexdigest().encode() != self._zip.comment:
            raise BadBackup("its table of contents is not what was written.")
        return manifest.parse(data)

    def _check_directory(self) -> None:
        """The members are those of the manifest, each once, and together they unpack to what a backup may."""
        names, wanted = self._zip.namelist(), self.manifest.members()
        if len(names) > MAX_MEMBERS or sorted(names) != sorted([*wanted, manifest.NAME]):
            raise BadBackup("it has other parts than its table of contents says.")
        unpacked = sum(part.size for part in wanted.values())
        if unpacked > max(ALWAYS_BYTES, MAX_RATIO * self.packed):
            raise BadBackup(f"it would unpack to {unpacked:,} bytes from {self.packed:,}, which no real backup does.")


@contextlib.contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise BadBackup("it is damaged, cut short, or no backup at all.") from error
