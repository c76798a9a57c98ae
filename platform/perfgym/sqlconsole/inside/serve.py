"""The process inside the pod: connects, then answers one word of the worker after the other.

Words: hello (dsn, admin, read_only), run (text, how), and while a statement runs: cancel, terminate.
"""

import os
from typing import Any

import psycopg

from perfgym.sittings.inside.words import Words, say
from perfgym.sqlconsole.inside import fault
from perfgym.sqlconsole.inside.link import Link
from perfgym.sqlconsole.inside.statement import Statement
from perfgym.sqlconsole.inside.types import Types


class Console:
    """One connection, made anew when it was lost."""

    def __init__(self, words: Words, dsn: str, admin: str, *, read_only: bool) -> None:
        self._words, self._dsn, self._admin, self._read_only = words, dsn, admin, read_only
        self._connect()

    def run(self, text: str, how: str) -> None:
        """Run a text and say its results, one a line, then `done`."""
        try:
            if self._link.lost:
                self._connect()
        except psycopg.Error as error:
            say(op="done", **_failed(str(error), fault.SHUT_OUT))
            return
        try:
            done = Statement(self._link, self._types, text, how, read_only=self._read_only).run()
        except psycopg.Error as error:
            done = _failed(str(error))
        for result in done.pop("results", []):
            say(op="result", **result)
        say(op="done", **done)

    def _connect(self) -> None:
        self._link = Link(self._dsn, self._admin, self._hear)
        self._types = Types(self._link)

    def _hear(self) -> None:
        """A word that came while a statement runs."""
        self._words.read()
        while word := self._words.take():
            try:
                {"cancel": self._link.cancel, "terminate": self._link.terminate}[word["op"]]()
            except psycopg.Error as error:
                say(op="deaf", message=str(error)[:500])


def _failed(message: str, code: str = "") -> dict[str, Any]:
    """What is said when the server cannot be reached, or went in the middle of a word of ours."""
    return {
        "more_results": 0,
        "plan": None,
        "ms": 0.0,
        "fault": fault.told(message[: fault.LONGEST], code),
        "notices": [],
        "more_notices": 0,
        "lost": True,
        "transaction": "",
    }


def main() -> None:
    words = Words()
    hello = words.next()
    dsn, admin = (hello[name].replace("{DB_PORT}", os.environ["DB_PORT"]) for name in ("dsn", "admin"))
    console = Console(words, dsn, admin, read_only=hello["read_only"])
    say(op="ready")
    while True:
        word = words.next()
        if word["op"] == "run":
            console.run(word["text"], word["how"])  # a cancel that comes too late finds nothing to do


if __name__ == "__main__":
    main()
