"""The rows of a table, out and in, as PostgreSQL's COPY writes them (documentation: COPY, text format)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from psycopg import sql

COLUMNS = """
SELECT a.attname, pg_get_serial_sequence(quote_ident(%s), a.attname)
FROM pg_attribute a
WHERE a.attrelid = to_regclass(quote_ident(%s)) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY a.attnum
"""
PLAIN = "SET LOCAL bytea_output = 'hex'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres'"


@dataclass(frozen=True)
class Table:
    """A table as it is in the database; `following` has the next number of each identity column."""

    name: str
    columns: tuple[str, ...]
    following: dict[str, int]

    def read(self) -> Iterator[bytes]:
        """All rows, as they are in this transaction's snapshot, in blocks of whole lines."""
        with connection.cursor() as cursor:
            cursor.execute(PLAIN)
            with connection.wrap_database_errors, cursor.copy(self._copy("COPY {} ({}) TO STDOUT")) as rows:
                for block in rows:
                    yield bytes(block)

    def write(self, blocks: Iterable[bytes]) -> int:
        """Add rows; how many there were."""
        with connection.cursor() as cursor:
            with connection.wrap_database_errors, cursor.copy(self._copy("COPY {} ({}) FROM STDIN")) as rows:
                for block in blocks:
                    rows.write(block)
            return int(cursor.rowcount)

    def go_on_at(self, following: dict[str, int]) -> None:
        """Let identity columns go on with these numbers."""
        with connection.cursor() as cursor:
            for column, number in following.items():
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(quote_ident(%s), %s), %s, false)", [self.name, column, number]
                )

    def _copy(self, form: str) -> sql.Composed:
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        return sql.SQL(form).format(sql.Identifier(self.name), columns)


def find(name: str) -> Table | None:
    """The table of this name; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [name, name])
        found = cursor.fetchall()
        sequences = {column: sequence for column, sequence in found if sequence}
        following = {column: _following(sequence) for column, sequence in sequences.items()}
    return Table(name, tuple(column for column, _ in found), following) if found else None


def count(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
        return int(cursor.fetchone()[0])


def _following(sequence: str) -> int:
    """The next number of a sequence, whose quoted and qualified name came from PostgreSQL itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT last_value + is_called::int FROM {sequence}")  # noqa: S608
        return int(cursor.fetchone()[0])
