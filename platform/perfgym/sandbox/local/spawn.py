"""Starts processes from one thread that lives as long as we do.

PR_SET_PDEATHSIG ties a child to the *thread* that forked it, not to the process (prctl(2)).
"""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any


@cache
def _spawner() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="spawner")


def popen(command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
    """As subprocess.Popen, in a session of its own."""
    start: Any = subprocess.Popen
    process: subprocess.Popen[bytes] = _spawner().submit(start, command, start_new_session=True, **options).result()
    return process
