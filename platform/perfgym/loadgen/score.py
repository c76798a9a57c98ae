"""The scoring runner: `python -m perfgym.loadgen.score`, in a folder with workload.py and contract.py.

Answers the worker's lines one by one, strictly alternating. Nothing of the learner's runs here.
"""

import locust  # noqa: F401, I001 - first: it makes sockets cooperative before anything else holds one

import gc
import platform
import sys
from importlib.metadata import version

from perfgym import __version__
from perfgym.loadgen.lines import BadLine, Reader, Writer, claim
from perfgym.loadgen.locustfile import LocustfileError
from perfgym.loadgen.noise import hush
from perfgym.loadgen.scoring.contract import ContractError
from perfgym.loadgen.scoring.operations import Operations, answer


def versions() -> dict[str, str]:
    names = ("locust", "gevent", "geventhttpclient", "psycopg")
    return {"perfgym": __version__, "python": platform.python_version(), **{name: version(name) for name in names}}


def serve(reader: Reader, writer: Writer) -> int:
    """Greet, then answer until `stop` or the end of input. The exit code."""
    hello = reader.receive()
    if hello is None or hello.get("op") != "hello":
        raise BadLine("the first line is not hello")
    operations = Operations(hello)
    gc.freeze()  # what is loaded by now stays; later collections need not walk it in the middle of a request
    writer.send("hello", versions=versions(), promises=operations.promises())
    while (message := reader.receive()) is not None and message.get("op") != "stop":
        op = str(message.get("op"))
        writer.send(op, **answer(operations, op, message))
    return 0


def main() -> int:
    reader, writer = claim()
    hush()
    try:
        return serve(reader, writer)
    except (LocustfileError, ContractError) as error:
        writer.send("problem", reason="workload_error", message=str(error))
    except BadLine as error:
        writer.send("problem", reason="protocol", message=str(error))
    return 1


if __name__ == "__main__":
    sys.exit(main())
