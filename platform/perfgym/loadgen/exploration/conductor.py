"""A load test by several generator processes: started, told to begin together, and their seconds and rows merged."""

import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import gevent
from gevent.queue import Queue

from perfgym.loadgen.exploration.facts import Facts
from perfgym.loadgen.exploration.failures import Together
from perfgym.loadgen.exploration.processes import Child
from perfgym.loadgen.exploration.report import Report
from perfgym.loadgen.exploration.rows import WIDTH, Rows
from perfgym.loadgen.exploration.samples import Samples
from perfgym.loadgen.lines import Writer

TOGETHER = 0.05  # seconds until all have been told when to begin

Told = tuple[Child, dict[str, Any] | None]


class ProcessGone(Exception):
    """A generator process ended before its summary; carries its exit code."""

    def __init__(self, index: int, code: int) -> None:
        super().__init__(f"Generator process {index + 1} ended with exit code {code} before its summary.")
        self.code = code


class Conductor:
    """Reads what its processes tell and reports it as if it were one."""

    def __init__(self, hello: Mapping[str, Any], count: int, writer: Writer) -> None:
        self._writer = writer
        self._told: Queue[Told] = Queue()
        self._failures = Together()
        self._stopping = False
        self._children = [Child(hello, index, count) for index in range(count)]
        for child in self._children:
            gevent.spawn(self._listen, child)

    def run(self, begin: Callable[[], None] = lambda: None) -> int:
        """Until all have ended; the exit code. `begin` is called once all are ready. Raises ProcessGone."""
        try:
            return self._run(begin)
        finally:
            for child in self._children:
                child.end()

    def stop(self) -> None:
        self._stopping = True
        for child in self._children:
            if child.last is None:
                child.writer.send("stop")

    def _run(self, begin: Callable[[], None]) -> int:
        for _ in self._children:
            _, line = self._next()
            if line["op"] != "ready":
                self._writer.send(**line)
                return 1
        begin()
        self._begin()
        while any(child.last is None for child in self._children):
            child, line = self._next()
            self._take(child, line)
            self._seconds()
        self._summary()
        return 0

    def _begin(self) -> None:
        at = time.monotonic() + TOGETHER
        self._samples = Samples(at)
        self._report = Report(self._writer, self._samples, self._failures, len(self._children))
        for child in self._children:
            child.writer.send("go", at=at)
        if self._stopping:
            self.stop()

    def _take(self, child: Child, line: dict[str, Any]) -> None:
        if line["op"] == "errors":
            self._failures.tell(child.index, [(where, text, count) for where, text, count in line["rows"]])
        elif line["op"] == "note":
            self._writer.send(**line)
        elif line["op"] == "problem":
            self._writer.send(**line)
            sys.exit(1)
        child.take(line)
        if line["op"] == "ended" and line["ended"] == "locustfile" and not self._stopping:
            self.stop()

    def _seconds(self) -> None:
        """Report every second that all who still run have told."""
        reached = min((child.reached for child in self._children if child.last is None), default=sys.maxsize)
        for t in sorted({t for child in self._children for t in child.seconds if t <= reached}):
            facts = []
            for child in self._children:
                if told := child.seconds.pop(t, None):
                    facts.append(told[0])
                    self._keep(child, told[1])
            self._report.second(t, Facts.merged(facts))

    def _summary(self) -> None:
        lasts = [child.last for child in self._children if child.last]
        for child in self._children:
            self._keep(child, child.rows)
        self._samples.dropped += sum(last["dropped"] for last in lasts)
        why = [last["ended"] for last in lasts]
        ended = next((one for one in why if one not in ("time", "stopped")), why[0])
        duration, code = (max(last[name] for last in lasts) for name in ("duration", "exit_code"))
        self._report.summary(ended, duration, Facts.merged(map(Facts.of, lasts)), code)

    def _keep(self, child: Child, rows: Rows) -> None:
        for began, name, ms, ok, size, intended in zip(*[iter(rows.flat)] * WIDTH, strict=True):
            self._samples.keep(child.names[int(name)], began, ms, bool(ok), int(size), intended - ms)

    def _next(self) -> tuple[Child, dict[str, Any]]:
        child, line = self._told.get()
        if line is None:
            raise ProcessGone(child.index, child.process.wait())
        return child, line

    def _listen(self, child: Child) -> None:
        """Lines of one process until its end; None when it ends before its summary."""
        while (line := child.reader.receive()) is not None:
            self._told.put((child, line))
            if line["op"] == "ended":
                return
        self._told.put((child, None))
