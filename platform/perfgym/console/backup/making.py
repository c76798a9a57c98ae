"""Making a backup: one moment of the database, while the site may run, and the files of the state folder."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.db import connection, transaction

import perfgym
from perfgym.console.backup import archive, manifest, newfile, schema, statefiles, tables
from perfgym.console.backup.errors import BadBackup, NewerDatabase, NoSite
from perfgym.console.backup.manifest import Manifest, Part, TablePart


@dataclass(frozen=True)
class Made:
    """What was written."""

    file: Path
    manifest: Manifest
    size: int  # bytes
    sha256: str

    def in_words(self) -> str:
        parts = ", ".join(_counted(self.manifest))
        return f"{self.file}: {parts}; {self.size:,} bytes.\nsha256 {self.sha256}"


def make(file: Path, home: Path, *, overwrite: bool = False) -> Made:
    """Back the connected database and `home` up to `file`, and read all of it again before it gets its name.

    Raises NoSite, NewerDatabase, AlreadyThere or CannotWrite.
    """
    with newfile.written(file, overwrite=overwrite) as stream:
        content = _write(stream, home)
        if archive.Reader(stream).manifest != content:
            raise BadBackup("what was written reads differently: the disk or the memory of this machine is faulty.")
        size, digest = stream.seek(0, 2), _sha256(stream)
    return Made(file, content, size, digest)


def _write(stream: IO[bytes], home: Path) -> Manifest:
    with archive.Writer(stream) as writer, transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        content = Manifest(
            format=manifest.FORMAT,
            perfgym=perfgym.__version__,
            postgresql=_one("SHOW server_version"),
            made_at=_one("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"),
            migrations=tuple(sorted(_applied())),
            tables={name: _table(name, writer) for name in schema.tables(_applied())},
            files={name: _file(home, name, writer) for name in statefiles.kept(home)},
        )
        writer.finish(content)
    return content


def _applied() -> set[schema.Node]:
    nodes = schema.applied()
    if not nodes:
        raise NoSite("this database")
    if unknown := schema.unknown(nodes):
        raise NewerDatabase(".".join(unknown[0]))
    return nodes


def _table(name: str, writer: archive.Writer) -> TablePart:
    found = tables.find(name)
    if found is None:
        raise BadBackup(f"the database lacks its table {name}.")
    part, rows = writer.add(manifest.table_member(name), found.read())
    return TablePart(**part.model_dump(), columns=found.columns, rows=rows, following=found.following)


def _file(home: Path, name: str, writer: archive.Writer) -> Part:
    return writer.add(manifest.file_member(name), statefiles.blocks(home / name))[0]


def _counted(content: Manifest) -> Iterator[str]:
    """What people would look for: "2 people"."""
    for table, noun in (("accounts_person", "people"), ("runs_run", "runs"), ("portfolio_entry", "portfolio entries")):
        if table in content.tables:
            yield f"{content.tables[table].rows:,} {noun}"
    yield f"{sum(part.rows for part in content.tables.values()):,} rows in all"
    yield f"{len(content.files)} files"


def _sha256(stream: IO[bytes]) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while block := stream.read(archive.BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _one(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])
