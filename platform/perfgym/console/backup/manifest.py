"""What a backup says of itself: who made it, of what, and a digest of every part."""

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from perfgym.console.backup.errors import BadBackup, NewerBackup

FORMAT = 1
NAME = "manifest.json"
MAX_BYTES = 8 << 20
PLAIN_NAME = r"[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]{0,200}"  # of a file; one that begins with a dot is a draft

Count = Annotated[int, Field(strict=True, ge=0, lt=2**63)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]{0,62}$")]
HomeFile = Annotated[
    str, StringConstraints(pattern=rf"^(secret_key|signing_keys|(evidence|host)(/{PLAIN_NAME}){{1,6}})$")
]


class Strict(BaseModel):
    """Frozen, and a key that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(Strict):
    """One member of the file; `size` in bytes, unpacked."""

    size: Count
    sha256: Digest


class TablePart(Part):
    """Rows of one table as PostgreSQL's COPY writes them; `following` has the next number of each identity column."""

    columns: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    rows: Count
    following: dict[Identifier, Count]


class Manifest(Strict):
    """`migrations` are those that had been applied, as (app, name): they say how the tables look."""

    format: Count
    perfgym: str
    postgresql: str
    made_at: str
    migrations: Annotated[tuple[tuple[str, str], ...], Field(min_length=1)]
    tables: dict[Identifier, TablePart]
    files: dict[HomeFile, Part]

    def members(self) -> dict[str, Part]:
        """Name in the archive -> what it must be."""
        tables = {table_member(name): part for name, part in self.tables.items()}
        return tables | {file_member(name): part for name, part in self.files.items()}


def table_member(name: str) -> str:
    return f"tables/{name}.copy"


def file_member(name: str) -> str:
    return f"files/{name}"


def dump(manifest: Manifest) -> bytes:
    return manifest.model_dump_json(indent=1).encode()


def parse(data: bytes) -> Manifest:
    """Raises NewerBackup for a format of the future, BadBackup for anything that is no manifest."""
    newer = re.search(rb'"format": ?(\d{1,6}),\s*"perfgym": ?"([\w.+-]{1,40})"', data)
    if newer and int(newer[1]) > FORMAT:
        raise NewerBackup(newer[2].decode())
    try:
        return Manifest.model_validate_json(data)
    except (ValidationError, ValueError) as error:
        raise BadBackup("its table of contents is damaged or not one of ours.") from error
