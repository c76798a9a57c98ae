"""Lines between the worker and this process: one JSON object a line, both ways."""

import json
import os
import sys
from collections import deque
from typing import Any

STDIN = 0
CHUNK = 1 << 16


class Words:
    """What the worker says. Its silence for good is the end of this process."""

    def __init__(self) -> None:
        self._rest = b""
        self._waiting: deque[dict[str, Any]] = deque()

    def take(self) -> dict[str, Any] | None:
        """A word that has come, or None."""
        return self._waiting.popleft() if self._waiting else None

    def read(self) -> None:
        """Wait until something comes. Raises SystemExit when the worker is gone."""
        chunk = os.read(STDIN, CHUNK)
        if not chunk:
            raise SystemExit(0)
        *whole, self._rest = (self._rest + chunk).split(b"\n")
        self._waiting.extend(json.loads(line) for line in whole)

    def next(self) -> dict[str, Any]:
        """The next word, waited for."""
        while (word := self.take()) is None:
            self.read()
        return word


def say(**fields: Any) -> None:
    """One line to the worker."""
    sys.stdout.write(json.dumps(fields, separators=(",", ":"), ensure_ascii=False) + "\n")
    sys.stdout.flush()
