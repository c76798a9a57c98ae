"""The exploration runner: `python -m perfgym.loadgen.explore`, in a folder with the learner's locustfile.py.

The learner's code runs in this process and could write anything to the worker: its numbers are shown as the learner's
own test and never scored. What the locustfile prints goes to standard error.
"""

import locust  # noqa: I001 - first: it makes sockets cooperative before anything else holds one

import signal
import sys

import gevent

from perfgym.loadgen.exploration import plan
from perfgym.loadgen.exploration.loadtest import LoadTest, NotReady
from perfgym.loadgen.lines import BadLine, Reader, Writer, claim
from perfgym.loadgen.locustfile import LocustfileError


def listen(reader: Reader, test: LoadTest) -> None:
    """The worker may end the test early by a stop line; the end of input means nothing."""
    while (message := reader.receive()) is not None:
        if message.get("op") == "stop":
            test.stop()


def explore(reader: Reader, writer: Writer) -> None:
    hello = reader.receive()
    if hello is None or hello.get("op") != "hello":
        raise BadLine("the first line is not hello")
    test = LoadTest(plan.read(hello), writer)
    gevent.spawn(listen, reader, test)
    gevent.signal_handler(signal.SIGTERM, test.stop)
    test.run()


def main() -> int:
    reader, writer = claim()
    locust.log.setup_logging("INFO", None)
    try:
        explore(reader, writer)
    except LocustfileError as error:
        writer.send("problem", reason="locustfile_error", message=str(error))
    except NotReady as error:
        writer.send("not_ready", detail=str(error))
    except BadLine as error:
        writer.send("problem", reason="protocol", message=str(error))
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
