"""How a run can end, and what is said about it. No database here: the console uses the same words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from perfgym.errors import LearnerError


class Reason(StrEnum):
    """Why a run's numbers do not count, in the order of precedence when several apply.

    What ended a run stands before what followed from it: an app over its memory limit also ends, fails requests and
    answers wrongly.
    """

    CANCELLED = "cancelled"
    WORKER_LOST = "worker_lost"
    PLATFORM = "platform"
    LIMIT = "limit"
    LOCUSTFILE_ERROR = "locustfile_error"
    RUNNER_START_TIMEOUT = "runner_start_timeout"
    MIGRATION_FAILED = "migration_failed"
    APP_START = "app_start"
    READINESS_TIMEOUT = "readiness_timeout"
    APP_EXITED = "app_exited"
    BAD_RESULT = "bad_result"
    INCOMPLETE_RESULT = "incomplete_result"
    TOO_MANY_FAILURES = "too_many_failures"
    WRONG_ANSWERS = "wrong_answers"
    LOST_WRITES = "lost_writes"
    TOO_NOISY = "too_noisy"


ADVICE: Mapping[Reason, str] = {
    Reason.CANCELLED: "You stopped this run. Your files are as they were.",
    Reason.WORKER_LOST: "The measuring machine went away three times. This is no attempt of yours; run it again.",
    Reason.LIMIT: "It used more than a run may use. Look at what grows or takes so long, then run again.",
    Reason.MIGRATION_FAILED: "Your SQL did not run, so nothing was started. Mend the line named, then run again.",
    Reason.APP_START: "Your version did not start. The end of its output is below; fix that, then run again.",
    Reason.READINESS_TIMEOUT: "Your version started but did not answer its health check in time. Its output is below.",
    Reason.APP_EXITED: "Your version ended in the middle of the run. Its output is below.",
    Reason.TOO_MANY_FAILURES: "Too many requests failed, so the time of the others says nothing. Mend the one named.",
    Reason.WRONG_ANSWERS: "Your version answers differently from the original, so its speed was not judged.",
    Reason.LOST_WRITES: "Something written during the run is not there afterwards; speed was not judged.",
    Reason.TOO_NOISY: "The machine was too busy to measure. This is no attempt of yours; run it again in a while.",
    Reason.LOCUSTFILE_ERROR: "Your locustfile could not be loaded. The message says where; fix that, then run again.",
    Reason.RUNNER_START_TIMEOUT: "Your locustfile did not finish loading in time. Look for work done at import.",
    Reason.BAD_RESULT: "What the load generator wrote could not be read as results, so none of it counts. "
    "In a load test of your own, look for code that writes into its output; else run it again.",
    Reason.INCOMPLETE_RESULT: "The load test ended before its summary. Look for code that exits the process.",
    Reason.PLATFORM: "This is our fault and no attempt of yours. Run it again; report the id if it happens twice.",
}

NO_ATTEMPT = (Reason.WORKER_LOST, Reason.TOO_NOISY, Reason.PLATFORM)  # our fault: counts against nobody
REFUSED = (Reason.TOO_MANY_FAILURES, Reason.WRONG_ANSWERS, Reason.LOST_WRITES)


class RunFailed(LearnerError):
    """A run came to an end without a result that counts."""

    def __init__(self, reason: Reason, message: str, tail: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.tail = tail


def foremost(failures: Iterable[RunFailed]) -> RunFailed:
    """The failure whose reason comes first in the order; of several with one reason the first given."""
    order = list(Reason)
    return min(failures, key=lambda failed: order.index(failed.reason))


class Abandoned(Exception):
    """Stop at once and write nothing: the run was cancelled, fenced off, or this worker is stopping."""


@dataclass(frozen=True)
class Outcome:
    """What a run left: `result` is shown and scored, `bundle` holds the raw data it is computed from."""

    result: Mapping[str, Any]
    fingerprint: Mapping[str, Any]
    points: int = 0
    bundle: bytes = b""
    reason: Reason | None = None
    message: str = ""
    tail: str = ""
    stages: Mapping[str, float] = field(default_factory=dict)  # seconds by stage

    @property
    def advice(self) -> str:
        return ADVICE[self.reason] if self.reason else ""
