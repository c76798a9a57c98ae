"""Starts processes from one thread that lives as long as we do.

A child tied to its parent by PR_SET_PDEATHSIG is killed when the *thread* that forked it ends, not the process (prctl(2)).
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
    return _spawner().submit(subprocess.Popen, command, start_new_session=True, **options).result()
