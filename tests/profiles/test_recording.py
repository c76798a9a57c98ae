"""A profile says where an app's time went, whatever runs the pod; an app that cannot be looked at goes on."""

import pytest

from perfgym.runs.profile import Profiling
from perfgym.sandbox.protocol import End, EndReason, Pod
from tests.deployment import wait_until
from tests.profiles.recorded import BUSY, ENDS, FORKS, by_name, record, started
from tests.sandbox.conftest import DOCKER

unlike = pytest.mark.parametrize("pod", [DOCKER, "process"], indirect=True)  # the most and the least isolated


def test_the_hot_function_has_the_largest_share_of_its_own(pod: Pod) -> None:
    profile = record(started(pod, BUSY, Profiling.CPU), Profiling.CPU)
    assert profile.problem == ""
    assert profile.samples > 20
    found = by_name(profile)
    assert next(iter(found)) == "hot"
    assert found["hot"]["origin"] == "own"
    assert found["hot"]["where"] == "script.py:3"
    assert found["hot"]["own_share"] > found["warm"]["own_share"] > 0


@unlike
def test_all_processes_of_an_app_are_recorded_as_one(pod: Pod) -> None:
    profile = record(started(pod, FORKS, Profiling.CPU), Profiling.CPU, 2.0)
    assert profile.problem == ""
    assert "process " not in profile.folded
    assert next(iter(by_name(profile))) == "hot"


@unlike
def test_an_app_without_python_has_no_profile_and_goes_on(pod: Pod) -> None:
    process = started(pod, "", Profiling.CPU, "sh", "-c", "i=0; while :; do i=$((i+1)); done")
    profile = record(process, Profiling.CPU, 0.5)
    assert profile.folded == ""
    assert "no Python code" in profile.problem
    assert process.end() is None


@unlike
def test_an_app_that_ends_tells_its_own_code(pod: Pod) -> None:
    process = started(pod, ENDS, Profiling.CPU)
    wait_until(lambda: process.end() is not None, "the app ends")
    assert process.end() == End(EndReason.EXITED, 7)
    assert record(process, Profiling.CPU).problem.startswith("The app had ended")
