"""How many runs a learner may have at a time, and start in a day."""

from typing import TYPE_CHECKING

from perfgym.errors import LearnerError
from perfgym.runs.outcome import NO_ATTEMPT

if TYPE_CHECKING:
    from perfgym.runs.run import RunQuerySet

QUEUED_A_LEARNER = 3
RUNS_A_DAY = 200


class QuotaExceeded(LearnerError):
    """The learner has as many runs as one may have at a time or a day."""


def check(mine: "RunQuerySet") -> None:
    """Raise QuotaExceeded when the learner whose runs these are may not ask for another now."""
    waiting = mine.open().places()
    if waiting > QUEUED_A_LEARNER:
        raise QuotaExceeded(
            f"You have {waiting} runs waiting or running, the most one may have. Wait for one, or cancel one."
        )
    if mine.of_today().exclude(reason__in=NO_ATTEMPT).count() >= RUNS_A_DAY:
        raise QuotaExceeded(
            f"You have started {RUNS_A_DAY} runs in the last 24 hours, the most for a day. Go on tomorrow."
        )
