"""A latency that the worker did not wait for, or clocks that run apart, are not judged."""

import pytest

from perfgym.runs.clocks import Clocks
from perfgym.runs.outcome import Reason, RunFailed


def test_clocks_of_two_machines_agree() -> None:
    clocks = Clocks()
    for at in range(100):
        clocks.compare(9_000.0 + at, 0.020, 5.0 + at, 5.021 + at)


@pytest.mark.parametrize(("took", "waited"), [(0.5, 0.1), (-0.001, 0.1)])
def test_a_latency_longer_than_the_wait_is_none(took: float, waited: float) -> None:
    with pytest.raises(RunFailed) as failed:
        Clocks().compare(1.0, took, 1.0, 1.0 + waited)
    assert failed.value.reason is Reason.TOO_NOISY


@pytest.mark.parametrize("speed", [0.5, 1.5])
def test_a_clock_of_another_speed_is_noticed(speed: float) -> None:
    clocks = Clocks()
    clocks.compare(0.0, 0.01, 0.0, 0.02)
    with pytest.raises(RunFailed, match="moved"):
        clocks.compare(10.0 * speed, 0.01, 10.0, 10.02)
