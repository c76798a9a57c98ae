"""Named points at which a test lets a process die, as if its machine had been taken away. Elsewhere they do nothing."""

import os
import signal
from collections import Counter
from enum import StrEnum

VARIABLE = "PERFGYM_KILL_AT"  # a point's name; "mid_run:3" dies at the third time


class KillPoint(StrEnum):
    AFTER_ACCEPT = "after_accept"  # the run is committed, no worker was told, the learner has no answer yet
    AFTER_CLAIM = "after_claim"
    AFTER_BEGIN = "after_begin"  # said to be running, no pod yet
    MID_RUN = "mid_run"  # pods at work
    BEFORE_FINISH = "before_finish"  # pods gone, outcome known, nothing written
    BEFORE_FINAL_COMMIT = "before_final_commit"  # everything written, not committed
    AFTER_FINAL_COMMIT = "after_final_commit"  # committed, nobody was told
    AFTER_RELEASE = "after_release"  # given back by a worker that stops
    BEFORE_RECOVERY_COMMIT = "before_recovery_commit"  # lost runs put back, not committed
    AFTER_RECOVERY = "after_recovery"  # lost runs put back, their pods not reaped, no bell rung


def chosen(value: str) -> tuple[KillPoint | None, int]:
    """(point, at which time) of the variable's value; (None, 0) where it is empty. Raises ValueError."""
    name, _, times = value.partition(":")
    return (KillPoint(name), int(times or 1)) if value else (None, 0)


_POINT, _TIMES = chosen(os.environ.get(VARIABLE, ""))
_reached: Counter[KillPoint] = Counter()


def reached(point: KillPoint) -> None:
    """Die here by SIGKILL if this process was started to."""
    if point is _POINT:
        _reached[point] += 1
        if _reached[point] >= _TIMES:
            os.kill(os.getpid(), signal.SIGKILL)
