"""A process that runs the servers of a state folder until its standard input ends: something to kill."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

SCRIPT = """
import json, sys
from perfgym.embedded import servers
with servers.start(sys.argv[1], environ={}) as running:
    print(json.dumps([running.database_url, running.redis_url]), flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str, list[psutil.Process]]]:
    """The process, the database's address, and every process below it. Reaped at the end, killed if need be."""
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            database_url, _ = json.loads(process.stdout.readline())
            yield process, database_url, psutil.Process(process.pid).children(recursive=True)
        finally:
            process.kill()
