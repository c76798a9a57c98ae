"""A memory profile says who holds how many bytes at the highest, over all processes of an app."""

from typing import Any

import pytest

from perfgym.runs.profile import Profiling
from perfgym.sandbox.protocol import Pod
from tests.profiles.recorded import KEEPS, KEEPS_IN_A_FORK, by_name, record, started

on_one = pytest.mark.parametrize("pod", ["process"], indirect=True)

MEBIBYTE = 1 << 20
KEPT = 12 * MEBIBYTE


def recorded(pod: Pod, script: str) -> Any:
    process = started(pod, script, Profiling.MEMORY, "python", "script.py")
    return record(process, Profiling.MEMORY, 1.0)


def test_what_is_kept_is_told_in_bytes_by_who_took_it(pod: Pod) -> None:
    profile = recorded(pod, KEEPS)
    assert profile.problem == ""
    found = by_name(profile)
    name, row = next(iter(found.items()))
    assert (name, row["where"], row["origin"]) == ("keep", "script.py:3", "own")
    assert KEPT <= row["own"] < KEPT + MEBIBYTE
    assert profile.highest >= profile.held >= KEPT


@on_one
def test_a_forked_process_counts_what_it_took_since(pod: Pod) -> None:
    profile = recorded(pod, KEEPS_IN_A_FORK)
    assert profile.problem == ""
    assert KEPT <= by_name(profile)["keep"]["own"] < KEPT + MEBIBYTE


@on_one
def test_an_app_without_python_says_why_there_is_none(pod: Pod) -> None:
    process = started(pod, "", Profiling.MEMORY, "sh", "-c", "i=0; while :; do i=$((i+1)); done")
    profile = record(process, Profiling.MEMORY, 0.3)
    assert "not started as a Python program" in profile.problem
    assert process.end() is None
