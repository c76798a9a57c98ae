"""Plans of a few executions, as auto_explain writes them to the server's log. Standard library only.

The server's standard error comes through here: plans that were asked for are kept, what the platform should see goes
on. Only a record that auto_explain itself has written counts: an app can write to the log, and says so in its
location. Source: PostgreSQL manual, pages "auto_explain" and "Error Reporting and Logging".
"""

import json
import os
import pathlib
import re
import threading
from collections.abc import Callable
from typing import Any

PREFIX = "perfgym|"
MARK = PREFIX.encode()
LONGEST = 64 * 1024  # bytes of a line, and of a record
FIRST = 100  # executions whose plans are all taken
MOST = 4_000  # plans taken in all
OF_EACH = 9  # plans kept of one statement: the middle one by time is told
LETTING_GO = 5.0  # seconds
KEPT = 4 * 2**20  # bytes of all that is kept
OFF = {"log_min_messages": "fatal", "log_error_verbosity": "default", "auto_explain.log_min_duration": "-1"}
ON = {
    "log_min_messages": "log",
    "log_error_verbosity": "verbose",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_format": "json",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_timing": "on",
    "auto_explain.log_settings": "on",
    "auto_explain.log_verbose": "on",  # for the identifier; the columns that it adds are taken out again
    "auto_explain.log_parameter_max_length": "200",
}

DURATION = re.compile(rb"duration: ([0-9.]{1,20}) ms")
IDENTIFIER = re.compile(rb'"Query Identifier": (-?[0-9]{1,20})\s*}\s*$')  # behind all that an app could have put in
BELONGS = (b"DETAIL:", b"HINT:", b"CONTEXT:", b"STATEMENT:", b"QUERY:", b"BACKTRACE:")
NOT_KEPT = ("Query Text", "Query Identifier", "Query Parameters", "Output", "Schema")

Sample = dict[str, Any]


class Sampler:
    """Switches auto_explain on and off, and keeps what it writes."""

    def __init__(self, data: pathlib.Path) -> None:
        self._file = data / "postgresql.auto.conf"
        self._reload: Callable[[], None] = lambda: None
        self._kept: dict[int, list[tuple[float, bytes]]] = {}  # (ms, the plan as it was written) by statement
        self._size = self._count = 0
        self._share = 0.0
        self._lock = threading.Lock()
        self._write(OFF)

    def running(self, reload: Callable[[], None]) -> None:
        """The server runs; `reload` makes it read its settings again."""
        self._reload = reload

    def start(self, share: float) -> None:
        """Anew: all executions until FIRST have been seen, then this share of them until there are MOST."""
        with self._lock:
            self._kept, self._size, self._count, self._share = {}, 0, 0, share
            self._write({**ON, "auto_explain.sample_rate": "1"})

    def stop(self) -> None:
        with self._lock:
            self._write(OFF)

    def take(self, record: bytes) -> None:
        """A record of auto_explain's: `duration: 0.042 ms  plan:` and a JSON object."""
        head, _, body = record.partition(b"plan:")
        with self._lock:
            self._count += 1
            if self._count == FIRST and self._share < 1:
                self._write({**ON, "auto_explain.sample_rate": str(self._share)})
            if self._count == MOST:
                self._write(OFF)
            identifier = IDENTIFIER.search(body[-100:])
            took = DURATION.search(head)
            if not identifier or not took or self._size + len(body) > KEPT:
                return
            kept = self._kept.setdefault(int(identifier[1]), [])
            if len(kept) < OF_EACH:
                kept.append((float(took[1]), body))
                self._size += len(body)

    def middle(self, queryid: int) -> Sample | None:
        """The middle one by time of the samples of this statement."""
        with self._lock:
            kept = sorted(self._kept.get(queryid, []))
        if not kept:
            return None
        ms, body = kept[(len(kept) - 1) // 2]
        try:
            found = json.loads(body)
        except ValueError:  # two sessions wrote at once
            return None
        values = str(found.get("Query Parameters", ""))
        return {"run": True, "seen": len(kept), "ms": ms, "values": values, "plan": json.dumps([_stripped(found)])}

    def _write(self, settings: dict[str, str]) -> None:
        """The last file that the server reads, so what stands here holds."""
        self._file.write_text("".join(f"{name} = '{value}'\n" for name, value in settings.items()))
        self._reload()


def _stripped(found: object) -> object:
    """Without what only makes it long."""
    if isinstance(found, dict):
        return {name: _stripped(value) for name, value in found.items() if name not in NOT_KEPT}
    return [_stripped(each) for each in found] if isinstance(found, list) else found


class Log:
    """Reads the server's log from a pipe, in a thread of its own, until its end."""

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler
        self._source, self.target = os.pipe()
        self._record: bytearray | None = None
        self._ours = True  # what is read now goes on
        self._thread = threading.Thread(target=self._read, name="log", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """The server has ended: wait until all has been read, or one of its processes will not let go."""
        self._thread.join(LETTING_GO)

    def _read(self) -> None:
        rest = bytearray()
        while chunk := os.read(self._source, 1 << 16):
            first, *others = chunk.split(b"\n")
            rest += first
            for part in others:
                self._line(bytes(rest[:LONGEST]))
                rest[:] = part
            del rest[LONGEST + 1 :]
        if rest:
            self._line(bytes(rest))

    def _line(self, line: bytes) -> None:
        if line.startswith(b"\t"):
            self._more(line)
        elif line.startswith(MARK):
            self._begin(line.removeprefix(MARK))
        else:
            self._pass_on(line)

    def _begin(self, said: bytes) -> None:
        if said.startswith(b"LOCATION:"):  # the last line of a record
            if self._record is not None and b"auto_explain.c" in said and len(self._record) <= LONGEST:
                self._sampler.take(bytes(self._record))
            self._record = None
            return
        if said.startswith(BELONGS):  # to the record before it
            if self._ours:
                self._pass_on(said)
            return
        self._record = None
        self._ours = not said.startswith(b"LOG:")
        if self._ours:
            self._pass_on(said)
        elif b"duration:" in said:
            self._record = bytearray(said)

    def _more(self, line: bytes) -> None:
        if self._record is not None:
            if len(self._record) <= LONGEST:
                self._record += line
        elif self._ours:
            self._pass_on(line)

    def _pass_on(self, line: bytes) -> None:
        os.write(2, line + b"\n")
