"""What one of several generator processes writes to the one that brings them together."""

from dataclasses import asdict

from perfgym.loadgen.exploration.facts import Facts
from perfgym.loadgen.exploration.failures import Failures
from perfgym.loadgen.exploration.rawlines import RawLines
from perfgym.loadgen.exploration.samples import Samples
from perfgym.loadgen.lines import Writer


class PartReport:
    """Raw rows, then a line that says they are whole up to second t. Whoever merges them computes the rest."""

    def __init__(self, writer: Writer, samples: Samples, failures: Failures) -> None:
        self._writer = writer
        self._samples = samples
        self._raw = RawLines(writer, samples, failures)

    def second(self, t: int, facts: Facts) -> None:
        self._raw.write(self._samples.take())
        self._writer.send("part", t=t, **asdict(facts))

    def summary(self, ended: str, duration: float, last: Facts, exit_code: int) -> None:
        self._raw.write(self._samples.take())
        dropped = self._samples.dropped
        self._writer.send("ended", ended=ended, duration=duration, dropped=dropped, exit_code=exit_code, **asdict(last))
