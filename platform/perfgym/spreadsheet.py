"""CSV that a spreadsheet can open without harm. Whatever the site writes as CSV, it writes here."""

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection); the full-width forms count as the same.
ARMED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

Cell = str | int | float | None


def lines(rows: Iterable[Sequence[Cell]]) -> str:
    """The rows as CSV (RFC 4180), every text in it disarmed."""
    written = io.StringIO()
    csv.writer(written).writerows([cell(each) for each in row] for row in rows)
    return written.getvalue()


def cell(value: Cell) -> Cell:
    """Numbers as they are; text that would be taken for a formula with an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(ARMED) else value
