"""The rows of one result, as text and within caps."""

import json
from typing import Any

from psycopg.pq.abc import PGresult

ROWS = 200
COLUMNS = 100
CELL_BYTES = 64 * 1024
ALL_BYTES = 900_000  # of all results of a statement as JSON; with names and types around them below 1 MiB


class Budget:
    """What all results of one statement may still take."""

    def __init__(self) -> None:
        self.left = ALL_BYTES

    def take(self, size: int) -> bool:
        if size > self.left:
            self.left = 0
            return False
        self.left -= size
        return True


class Table:
    """Names may stand twice; a value is text or None. What is left out is counted: columns, rows, cut values."""

    def __init__(self, result: PGresult, budget: Budget) -> None:
        count = min(result.nfields, COLUMNS)
        self._budget = budget
        self.names = [(result.fname(i) or b"").decode(errors="replace") for i in range(count)]
        self.types = [(result.ftype(i), result.fmod(i)) for i in range(count)]
        self.more_columns = result.nfields - count
        self.rows: list[list[str | None]] = []
        self.more_rows = False
        self.cut = 0

    def add(self, result: PGresult) -> None:
        """Take the rows of a result in, as long as there is room."""
        for row in range(result.ntuples):
            if len(self.rows) >= ROWS or self._budget.left == 0:
                self.more_rows = True
                return
            cells = [self._cell(result.get_value(row, i)) for i in range(len(self.names))]
            if not self._budget.take(len(json.dumps(cells, ensure_ascii=False).encode())):
                self.more_rows = True
                return
            self.rows.append(cells)

    def plain(self, types: list[str]) -> dict[str, Any]:
        return {
            "columns": [list(each) for each in zip(self.names, types, strict=True)],
            "more_columns": self.more_columns,
            "rows": self.rows,
            "more_rows": self.more_rows,
            "cut": self.cut,
        }

    def _cell(self, value: bytes | None) -> str | None:
        if value is None:
            return None
        if len(value) <= CELL_BYTES:
            return value.decode(errors="replace")
        self.cut += 1
        return value[:CELL_BYTES].decode(errors="replace") + " …"
