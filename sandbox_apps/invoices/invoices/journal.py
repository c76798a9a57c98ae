"""Payments as they are posted, a line each, so that none is lost when the app starts again."""

import json
from collections.abc import Iterator
from pathlib import Path


class Journal:
    """A file that is only ever added to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def lines(self) -> Iterator[dict[str, str]]:
        if self._path.exists():
            with self._path.open() as file:
                yield from map(json.loads, file)

    def add(self, record: dict[str, str]) -> None:
        with self._path.open("a") as file:
            file.write(json.dumps(record) + "\n")
