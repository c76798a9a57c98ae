"""A noisy neighbour of our own: burns CPU at random times on random cores, and is surely gone afterwards."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from perfgym.embedded import tether

ON_SECONDS = (0.2, 3.0)
OFF_SECONDS = (0.2, 3.0)


@contextmanager
def neighbour(seed: int) -> Iterator[None]:
    """Two burners beside whatever runs in the block. They end with this process, however it ends."""
    burners = [_start(seed + number) for number in range(2)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def _start(seed: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "perfgym.console.neighbour", str(seed)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)


def burn(seed: int) -> None:
    """Toggle between burning and resting, and change the core at each burst, until this process is ended."""
    draw = random.Random(seed)  # noqa: S311 - when to burn, not a secret
    cores = sorted(os.sched_getaffinity(0))
    while True:
        time.sleep(draw.uniform(*OFF_SECONDS))
        os.sched_setaffinity(0, {draw.choice(cores)})
        until = time.monotonic() + draw.uniform(*ON_SECONDS)
        while time.monotonic() < until:
            pass


if __name__ == "__main__":
    tether.die_with(os.getppid(), signal.SIGKILL)
    burn(int(sys.argv[1]))
