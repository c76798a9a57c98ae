"""The lines of a load test: each second, its raw rows, and the summary."""

import time

from perfgym.loadgen.exploration.failures import Failures
from perfgym.loadgen.exploration.samples import Row, Samples, Tally
from perfgym.loadgen.lag import Lag, cpu_seconds
from perfgym.loadgen.lines import Writer
from perfgym.loadgen.quantiles import percentile

SHOWN = 20  # names in the line of a second
BATCH = 2000  # rows in a raw line


class Report:
    """Writes what happened since it last wrote."""

    def __init__(self, writer: Writer, samples: Samples, failures: Failures, lag: Lag) -> None:
        self._writer = writer
        self._samples = samples
        self._failures = failures
        self._lag = lag
        self._named = 0
        self._at = samples.start
        self._cpu = cpu_seconds()
        self.users = 0  # the most at any time
        self.cpu: list[float] = []  # share of a core, each second
        self.lags: list[float] = []  # ms, each second

    def second(self, t: int, users: int) -> None:
        """Everything since the last call: t (seconds since the start), then names, raw rows and errors."""
        rows, span = self._samples.take(), self._span()
        self._machine(span)
        self.users = max(self.users, users)
        latencies = sorted(row[2] for row in rows)
        self._writer.send(
            "second",
            t=t,
            users=users,
            rps=round(len(rows) / span, 3),
            fails=round(sum(not row[3] for row in rows) / span, 3),
            p50=percentile(latencies, 50),
            p95=percentile(latencies, 95),
            p99=percentile(latencies, 99),
            cpu=self.cpu[-1],
            lag=self.lags[-1],
            by_name=[_row(tally) for tally in self._samples.busiest(SHOWN)],
        )
        self._raw(rows)

    def summary(self, ended: str, duration: float) -> None:
        """The raw rows since the last second, then totals. `ended`: time, shape, locustfile or stopped."""
        samples = self._samples
        self._raw(samples.take())
        p50, p95, p99 = samples.percentiles(50, 95, 99)
        self._writer.send(
            "summary",
            count=samples.count,
            fails=samples.fails,
            rps=round(samples.count / duration, 3),
            p50=p50,
            p95=p95,
            p99=p99,
            duration=round(duration, 3),
            users=self.users,
            cpu=max(self.cpu, default=0.0),
            lag=max(self.lags, default=0.0),
            by_name=[[*_row(tally), *tally.percentiles(99)] for tally in samples.busiest(len(samples.tallies))],
            raw_dropped=samples.dropped,
            ended=ended,
            complete=True,
        )

    def _raw(self, rows: list[Row]) -> None:
        for tally in list(self._samples.tallies.values())[self._named :]:
            self._writer.send("name", index=tally.index, name=tally.name)
            self._named += 1
        for at in range(0, len(rows), BATCH):
            self._writer.send("raw", rows=rows[at : at + BATCH])
        if errors := self._failures.take():
            self._writer.send("errors", rows=errors)

    def _span(self) -> float:
        before, self._at = self._at, time.monotonic()
        return max(self._at - before, 1e-6)

    def _machine(self, span: float) -> None:
        before, self._cpu = self._cpu, cpu_seconds()
        self.cpu.append(round((self._cpu - before) / span, 3))
        self.lags.append(round(self._lag.take(), 3))


def _row(tally: Tally) -> list[object]:
    return [tally.name, tally.count, tally.fails, *tally.percentiles(50, 95)]
