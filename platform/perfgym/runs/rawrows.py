"""Every request of a learner's own load test, as its runner tells it."""

from base64 import b64decode
from binascii import Error

import numpy as np
from numpy.typing import NDArray

from perfgym.runs.lines.strict import BadResult

COLUMNS = 6  # start (s), index of the name, latency (ms), 1 = ok, bytes, latency from the intended start (ms)
MAX_ROWS = 500_000
LARGEST = 2.0**53
NAMES = 2**15


class RawRows:
    """Rows beyond MAX_ROWS are counted and left out."""

    def __init__(self) -> None:
        self._blocks: list[NDArray[np.float64]] = []
        self._count = 0
        self.left_out = 0

    def add(self, text: str, names: int = NAMES) -> None:
        """Rows as base64 of little-endian doubles. Raises BadResult for what no generator of ours writes."""
        try:
            block = np.frombuffer(b64decode(text, validate=True), dtype="<f8").reshape(-1, COLUMNS)
        except (Error, ValueError) as error:
            raise BadResult("its rows cannot be read") from error
        if not ((block >= 0) & (block < LARGEST)).all():
            raise BadResult("a row has a value that is negative, too large or no number")
        if not (np.isin(block[:, 1], np.arange(names)) & np.isin(block[:, 3], (0, 1))).all():
            raise BadResult("a row is of a request that has no name, or neither succeeded nor failed")
        kept = block[: MAX_ROWS - self._count]
        self.left_out += len(block) - len(kept)
        self._count += len(kept)
        self._blocks.append(kept)

    def __len__(self) -> int:
        return self._count

    def columns(self) -> NDArray[np.float64]:
        """One row a request."""
        return np.concatenate([np.empty((0, COLUMNS)), *self._blocks])
