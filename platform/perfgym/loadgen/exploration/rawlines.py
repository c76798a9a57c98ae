"""Every request and every kind of error as lines."""

from perfgym.loadgen.exploration.failures import Groups
from perfgym.loadgen.exploration.rows import Rows
from perfgym.loadgen.exploration.samples import Samples
from perfgym.loadgen.lines import Writer

BATCH = 2000  # rows in a raw line


class RawLines:
    """Names are told before they are used, errors whenever there are new ones."""

    def __init__(self, writer: Writer, samples: Samples, failures: Groups) -> None:
        self._writer = writer
        self._samples = samples
        self._failures = failures
        self._named = 0

    def write(self, rows: Rows) -> None:
        for tally in list(self._samples.tallies.values())[self._named :]:
            self._writer.send("name", index=tally.index, name=tally.name)
            self._named += 1
        for at in range(0, len(rows), BATCH):
            self._writer.send("raw", rows=rows.packed(at, at + BATCH))
        if errors := self._failures.take():
            self._writer.send("errors", rows=errors)
