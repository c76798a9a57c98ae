"""Every request of a learner's own load test, as its runner tells it."""

from base64 import b64decode
from binascii import Error

import numpy as np
from numpy.typing import NDArray

from perfgym.runs.outcome import Reason, RunFailed

COLUMNS = 6  # start (s), index of the name, latency (ms), 1 = ok, bytes, latency from the intended start (ms)
MAX_ROWS = 500_000
LARGEST = 2.0**53
NAMES = 2**15


class RawRows:
    """Rows beyond MAX_ROWS are left out, and so are such as no generator of ours writes."""

    def __init__(self) -> None:
        self._blocks: list[NDArray[np.float64]] = []
        self._count = 0

    def add(self, text: object) -> None:
        """Rows as base64 of little-endian doubles. Raises RunFailed for what is not that."""
        try:
            block = np.frombuffer(b64decode(str(text), validate=True), dtype="<f8").reshape(-1, COLUMNS)
        except (Error, ValueError) as error:
            raise RunFailed(
                Reason.INCOMPLETE_RESULT, "The load generator wrote requests that cannot be read."
            ) from error
        ours = ((block >= 0) & (block < LARGEST)).all(axis=1) & (block[:, 1] < NAMES)
        block = block[ours][: MAX_ROWS - self._count]
        self._count += len(block)
        self._blocks.append(block)

    def __len__(self) -> int:
        return self._count

    def columns(self) -> NDArray[np.float64]:
        """One row a request."""
        return np.concatenate([np.empty((0, COLUMNS)), *self._blocks])
