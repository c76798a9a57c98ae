"""The exploration runner: `python -m perfgym.loadgen.explore`, in a folder with the learner's locustfile.py.

The learner's code runs in this process and could write anything to the worker: its numbers are shown as the learner's
own test and never scored. What the locustfile prints goes to standard error. A load that one process cannot offer
honestly is divided among several: this one then starts them, and only merges what they tell.
"""

import locust  # noqa: I001 - first: it makes sockets cooperative before anything else holds one

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent

from perfgym.loadgen.exploration import arrivals, lint, plan, processes
from perfgym.loadgen.exploration.conductor import Conductor, ProcessGone
from perfgym.loadgen.exploration.failures import Failures, LogWatcher
from perfgym.loadgen.exploration.loadtest import LoadTest, NotReady
from perfgym.loadgen.lines import BadLine, Reader, Writer, claim
from perfgym.loadgen.locustfile import LocustfileError, load

SAID = 4_000  # characters of why it cannot go on


def listen(reader: Reader, stop: Callable[[], None], alone: bool = True) -> None:
    """The worker may end the test early by a stop line. Its end of input means nothing; the end of a conductor does."""
    while (message := reader.receive()) is not None:
        if message.get("op") == "stop":
            stop()
    if not alone:
        os._exit(1)  # nobody is left to tell anything


def explore(reader: Reader, writer: Writer) -> int:
    hello = _expect(reader, "hello")
    asked, failures = plan.read(hello), Failures()
    LogWatcher(failures).install()
    arrivals.allow()
    loaded = load(os.path.abspath("locustfile.py"))
    if asked.of == 1 and (line := lint.accepts_all(Path("locustfile.py").read_bytes())):
        writer.send("note", code="accepts_all", value=line)
    count = processes.needed(asked, loaded)
    if count > 1:
        conductor = Conductor(hello, count, writer)
        return conductor.run(lambda: _begin(hello, reader, writer, conductor.stop))
    test = LoadTest(asked, loaded, failures, writer)
    if asked.of == 1:
        _begin(hello, reader, writer, test.stop)
        test.run()
        return 0
    writer.send("ready")
    at = float(_expect(reader, "go")["at"])
    _heed(reader, test.stop, alone=False)
    test.run(at)
    return 0


def _begin(hello: dict[str, Any], reader: Reader, writer: Writer, stop: Callable[[], None]) -> None:
    """The traffic comes next: say so, and wait for the worker where it wants to know that moment."""
    if hello.get("waits"):
        writer.send("ready")
        _expect(reader, "go")
    _heed(reader, stop)


def _heed(reader: Reader, stop: Callable[[], None], alone: bool = True) -> None:
    gevent.spawn(listen, reader, stop, alone)
    gevent.signal_handler(signal.SIGTERM, stop)


def _expect(reader: Reader, op: str) -> dict[str, Any]:
    """Raises BadLine."""
    message = reader.receive()
    if message is None or message.get("op") != op:
        raise BadLine(f"the line is not {op}")
    return message


def main() -> int:
    reader, writer = claim()
    locust.log.setup_logging("INFO", None)
    try:
        return explore(reader, writer)
    except LocustfileError as error:
        writer.send("problem", reason="locustfile_error", message=str(error)[:SAID])
    except NotReady as error:
        writer.send("not_ready", detail=str(error)[:SAID])
    except BadLine as error:
        writer.send("problem", reason="protocol", message=str(error)[:SAID])
    except ProcessGone as error:
        print(error, file=sys.stderr)  # noqa: T201 - the worker shows the end of it
        return error.code or 1
    return 1


if __name__ == "__main__":
    sys.exit(main())
