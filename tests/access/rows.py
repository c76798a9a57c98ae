"""The rows of table.yaml, and what each of them expects of a request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal

import yaml

TABLE = Path(__file__).parent / "table.yaml"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WRITING = ("POST", "PUT", "PATCH", "DELETE")
PLACE = re.compile(r"<(\w+)>")
TYPES = {
    "page": "text/html",
    "part": "text/html",
    "json": "application/json",
    "stream": "text/event-stream",
    "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
    "text": "text/plain",
    "picture": "image/",
}


@dataclass(frozen=True)
class Row:
    """One URL, or one state of what stands behind it."""

    at: str  # with <names> of things in the scene
    methods: Mapping[str, str]  # GET: "200 OIS, 302 A"
    shows: Literal["page", "part", "json", "stream", "zip", "csv", "text", "picture"] = "page"
    kept: Literal["private", "public"] = "private"
    style: Literal["self", "inline"] = "self"
    open: bool = False  # who is not signed in gets 404 like the others, not the way to sign in
    no_head: bool = False
    form: Mapping[str, Any] | None = None
    json: Mapping[str, Any] | None = None
    upload: Mapping[str, str] | None = None  # field: name of a file
    elsewhere: frozenset[str] = frozenset()  # methods that another row of this address speaks of

    def __str__(self) -> str:
        return f"{self.at} {self.shows}"

    @cached_property
    def statuses(self) -> dict[tuple[str, str], int]:
        """(method, letter of a role) -> status, of everything that the row names."""
        found = {}
        for method, text in self.methods.items():
            for part in str(text).split(","):
                status, letters = part.split()
                found |= {(method, letter): int(status) for letter in letters}
        return found

    def expected(self, method: str, letter: str) -> int:
        """The status that this role gets for this method."""
        named = "GET" if method == "HEAD" and not self.no_head else method
        if letter == "A" and not self.open:
            return HTTPStatus.FOUND
        if named not in self.methods:
            return HTTPStatus.METHOD_NOT_ALLOWED
        return self.statuses.get((named, letter), HTTPStatus.NOT_FOUND)

    def let_in(self, method: str) -> str:
        """Letters of those who get something else than 404 or the way to sign in."""
        return "".join(letter for name, letter in self.statuses if name == method)

    @property
    def asked(self) -> list[str]:
        """The methods to try."""
        return [method for method in METHODS if method not in self.elsewhere]

    @property
    def named(self) -> set[str]:
        return {*self.methods, *(["HEAD"] if "GET" in self.methods and not self.no_head else [])}

    @property
    def places(self) -> set[str]:
        return set(PLACE.findall(self.at))


def read(path: Path = TABLE) -> list[Row]:
    rows = [_row(found) for found in yaml.safe_load(path.read_text())]
    named = {at: {name for row in rows if row.at == at for name in row.named} for at in {row.at for row in rows}}
    return [replace(row, elsewhere=frozenset(named[row.at] - row.named)) for row in rows]


def _row(found: dict[str, Any]) -> Row:
    methods = {name: found.pop(name) for name in METHODS if name in found}
    row = Row(methods=methods, **found)
    assert row.shows in TYPES, f"{row.at}: shows is one of {', '.join(TYPES)}"
    return row


def pages() -> list[Row]:
    """Those that show somebody a whole page."""
    return [row for row in read() if row.shows == "page" and HTTPStatus.OK in _answers(row)]


def _answers(row: Row) -> set[int]:
    return {status for (method, _), status in row.statuses.items() if method == "GET"}
