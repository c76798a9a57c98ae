"""The time that a stage may take, held by the worker's clock: nothing inside a pod can stretch it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from perfgym.errors import PlatformError
from perfgym.runs.outcome import Reason, RunFailed


class TimeIsUp(RunFailed):
    """A stage went over its time; says which, and how long it may take."""

    def __init__(self, stage: str, seconds: float, tail: str) -> None:
        super().__init__(Reason.LIMIT, f"{stage} took longer than its time limit of {seconds:.0f} s.", tail)


@contextmanager
def time_limit(stage: str, seconds: float, left: float, end: Callable[[], str]) -> Iterator[None]:
    """Hold what is done inside to `left` seconds, which is `seconds` or what an earlier start has left of them.

    When they are over, `end` is called in a thread of its own: it ends what is waited for inside, and returns the last
    output of the learner's version. Raises TimeIsUp in place of whatever that led to.
    """
    over, said = threading.Event(), [""]

    def act() -> None:
        over.set()
        said[0] = end()

    timer = threading.Timer(left, act)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (RunFailed, PlatformError) as error:
        if over.is_set():
            timer.join()
            raise TimeIsUp(stage, seconds, said[0]) from error
        raise
    finally:
        timer.cancel()
    if over.is_set():
        timer.join()
        raise TimeIsUp(stage, seconds, said[0])
