"""A stage that does not end in its time is ended from outside; the learner is told which one and how long it had."""

import math
import threading

import pytest

from perfgym.errors import PlatformError
from perfgym.runs.job import Stages
from perfgym.runs.outcome import Abandoned, Reason, RunFailed
from tests.deployment import PATIENCE

NEVER = 3600.0


def gone() -> str:
    return ""


def test_what_is_in_time_is_left_alone() -> None:
    stages = Stages()
    with stages.held("measure", NEVER, lambda: pytest.fail("it was ended")):
        pass
    assert list(stages.seconds) == ["measure"]


def late(stages: Stages, then: Exception | None = None) -> None:
    """A stage that only its limit ends, and what that leads to in whoever waits for the pod."""
    ended = threading.Event()

    def end() -> str:
        ended.set()
        return "the last words of the app"

    with stages.held("measure", 0.05 if stages.wall == math.inf else NEVER, end):
        assert ended.wait(PATIENCE)
        if then:
            raise then


def test_what_waits_for_a_pod_is_let_go_and_told_the_limit() -> None:
    with pytest.raises(RunFailed) as failed:
        late(Stages(), PlatformError("The load generator ended (exit code -9)."))
    assert failed.value.reason is Reason.LIMIT
    assert str(failed.value) == "The stage “measure” took longer than its time limit of 0 s."
    assert failed.value.tail == "the last words of the app"


def test_what_came_to_its_end_too_late_counts_as_too_late() -> None:
    with pytest.raises(RunFailed, match="took longer than its time limit"):
        late(Stages())


@pytest.mark.parametrize("error", [RunFailed(Reason.WRONG_ANSWERS, "-"), PlatformError("-"), Abandoned()])
def test_what_goes_wrong_in_time_stays_what_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as failed, Stages().held("measure", NEVER, gone):
        raise error
    assert failed.value is error


def test_a_run_that_is_not_ours_any_more_stays_abandoned_even_when_it_is_late() -> None:
    with pytest.raises(Abandoned):
        late(Stages(), Abandoned())


def test_what_is_left_of_the_whole_holds_a_stage_too() -> None:
    with pytest.raises(RunFailed, match=r"The whole comparison took longer than its time limit of 0 s\."):
        late(Stages(wall=0.05))
