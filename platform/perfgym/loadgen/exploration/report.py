"""The lines of a load test: each second, its raw rows, and the summary."""

import time

from perfgym.loadgen.exploration.facts import Facts
from perfgym.loadgen.exploration.failures import Groups
from perfgym.loadgen.exploration.rawlines import RawLines
from perfgym.loadgen.exploration.samples import Samples, Tally
from perfgym.loadgen.lines import Writer
from perfgym.loadgen.quantiles import percentile

SHOWN = 20  # names in the line of a second


class Report:
    """Writes what happened since it last wrote; of one process, or of several together."""

    def __init__(self, writer: Writer, samples: Samples, failures: Groups, processes: int = 1) -> None:
        self._writer = writer
        self._samples = samples
        self._raw = RawLines(writer, samples, failures)
        self._processes = processes
        self._at = samples.start
        self._facts: list[Facts] = []  # of each second

    def second(self, t: int, facts: Facts) -> None:
        """Everything since the last call: t (seconds since the start), then names, raw rows and errors."""
        rows, span = self._samples.take(), self._span()
        self._facts.append(facts)
        latencies = rows.latencies()
        self._writer.send(
            "second",
            t=t,
            users=facts.users,
            rps=round(len(rows) / span, 3),
            fails=round(rows.fails() / span, 3),
            p50=percentile(latencies, 50),
            p95=percentile(latencies, 95),
            p99=percentile(latencies, 99),
            intended_p95=percentile(rows.intended(), 95),
            cpu=facts.cpu,
            lag=facts.lag,
            due=facts.due,
            begun=facts.begun,
            paced=facts.paced,
            rate=facts.rate,
            by_name=[_row(tally) for tally in self._samples.busiest(SHOWN)],
        )
        self._raw.write(rows)

    def summary(self, ended: str, duration: float, last: Facts, exit_code: int) -> None:
        """The raw rows since the last second, then totals. `ended`: time, shape, locustfile or stopped.

        `exit_code` is the test's own verdict: 0 where it passed.
        """
        samples = self._samples
        self._raw.write(samples.take())
        p50, p95, p99 = samples.percentiles(50, 95, 99)
        self._writer.send(
            "summary",
            count=samples.count,
            fails=samples.fails,
            rps=round(samples.count / max(duration, 1e-6), 3),
            p50=p50,
            p95=p95,
            p99=p99,
            duration=round(duration, 3),
            users=max((one.users for one in self._facts), default=0),
            cpu=max((one.cpu for one in self._facts), default=0.0),
            lag=max((one.lag for one in self._facts), default=0.0),
            due=last.due,
            begun=last.begun,
            paced=last.paced,
            processes=self._processes,
            by_name=[[*_row(tally), *tally.percentiles(99)] for tally in samples.busiest(len(samples.tallies))],
            raw_dropped=samples.dropped,
            ended=ended,
            exit_code=exit_code,
            complete=True,
        )

    def _span(self) -> float:
        before, self._at = self._at, time.monotonic()
        return max(self._at - before, 1e-6)


def _row(tally: Tally) -> list[object]:
    return [tally.name, tally.count, tally.fails, *tally.percentiles(50, 95)]
