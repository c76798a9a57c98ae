"""The runner's clock beside the worker's: a latency longer than the worker waited, or time that runs apart, is none."""

import time

from perfgym.runs.arm import Answer, Arm
from perfgym.runs.outcome import Reason, RunFailed

SLACK = 0.005  # seconds: both clocks are read at some distance from the request itself
APART = 0.02  # share of the time since the first request
LEAST = 0.5  # seconds: a pause of either process can fall between its clock and its line


class Clocks:
    """Both clocks since the first request of an arm. They need not start together, nor on one machine."""

    def __init__(self) -> None:
        self._first: tuple[float, float] | None = None

    def timed(self, arm: Arm, i: int) -> Answer:
        """A turn of the arm. Raises RunFailed where the clocks contradict each other."""
        sent = time.monotonic()
        answer = arm.turn(i)
        self.compare(answer.start, answer.ms / 1000, sent, time.monotonic())
        return answer

    def compare(self, start: float, took: float, sent: float, received: float) -> None:
        """`start` and `took` by the runner's clock, `sent` and `received` by ours; all in seconds."""
        if took > received - sent + SLACK or took < 0:
            raise _apart(f"a request took {took:.3f} s by one and {received - sent:.3f} s by the other")
        theirs, ours = self._first = self._first or (start, sent)
        gap = abs((start - theirs) - (sent - ours))
        if gap > LEAST + APART * (received - ours):
            raise _apart(f"they have moved {gap:.1f} s apart")


def _apart(how: str) -> RunFailed:
    return RunFailed(
        Reason.TOO_NOISY, f"The clocks of the load generator and of the worker do not agree: {how}. Nothing was judged."
    )
