"""A version's own SQL, run in its fresh database before its app starts, statement by statement, as the app's role.

Each statement is sent by itself, so that one that no transaction may hold works too, and so that a fault has its line.
Its session may undo whatever the server limits, so the time is held from here as well. Source: PostgreSQL manual,
"Lexical Structure" and "Dollar-Quoted String Constants".
"""

import re
import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg

SECONDS = 10.0  # for all statements together
HELD = 3.0  # past that, for a session that does not let itself be cancelled
WORDS = 400  # characters of each part of a message
PIECES = re.compile(
    r"""(?P<blank>\s+|--[^\n]*|/\*.*?\*/)
      | (?P<end>;)
      | \b[eE]'(?:[^'\\]|\\.|'')*'
      | '(?:[^']|'')*'
      | "(?:[^"]|"")*"
      | (?P<tag>\$(?:[^\W\d]\w*)?\$).*?(?P=tag)
      | \w+
      | .""",
    re.DOTALL | re.VERBOSE,
)

Fault = dict[str, Any]  # line, counted from 1, and message


def statements(text: str) -> Iterator[tuple[int, str]]:
    """(line of its first word, statement) of each; comments alone are none. What is not closed goes on to the end."""
    start, end = None, 0
    for piece in PIECES.finditer(text):
        if piece["end"] is None and piece["blank"] is None:
            start, end = piece.start() if start is None else start, piece.end()
        elif piece["end"] is not None and start is not None:
            yield 1 + text.count("\n", 0, start), text[start:end]
            start = None
    if start is not None:
        yield 1 + text.count("\n", 0, start), text[start:end]


class Migration:
    """The statements of one text. `fault` is what the first one that failed is told, None where all went well."""

    def __init__(self, where: str, text: str) -> None:
        self._where, self._statements = where, list(statements(text))
        self._line, self.count = 1, 0
        self.fault: Fault | None = None

    def run(self) -> None:
        """Returns when all is done, when one failed, or when the time is over."""
        working = threading.Thread(target=self._all, daemon=True)
        working.start()
        working.join(SECONDS + HELD)
        if working.is_alive():
            self.fault = {"line": self._line, "message": self._late()}

    def _all(self) -> None:
        until, statement = time.monotonic() + SECONDS, ""
        try:
            with psycopg.connect(self._where, autocommit=True) as connection:
                for line, statement in self._statements:
                    self._line = line
                    left = int(1000 * (until - time.monotonic()))
                    connection.execute(f"SET statement_timeout = {max(1, left)}")
                    connection.execute(statement.encode(), prepare=False)
                    self.count += 1
        except psycopg.Error as error:
            self.fault = self._told(error, statement)

    def _told(self, error: psycopg.Error, statement: str) -> Fault:
        if isinstance(error, psycopg.errors.QueryCanceled):
            return {"line": self._line, "message": self._late()}
        said = error.diag
        parts = [said.message_primary or str(error), said.message_detail, said.message_hint]
        place = int(said.statement_position or 1) - 1
        return {
            "line": self._line + statement.count("\n", 0, place),
            "message": " ".join(part[:WORDS].strip() for part in parts if part),
        }

    @staticmethod
    def _late() -> str:
        return f"the time was over: all statements together may take {SECONDS:.0f} s"
