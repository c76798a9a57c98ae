"""Stages are found in what was recorded by second; a ramp is none."""

import pytest

from perfgym.measure import stages
from perfgym.measure.stages import Held


def test_a_load_that_was_held_is_a_stage_and_a_ramp_is_none() -> None:
    users = [2, 5, *[10] * 8, 14, 18, *[20] * 9, *[40] * 7, *[0] * 9]
    assert stages.held(users, 8) == (Held(2, 10, 10), Held(12, 21, 20))
    assert stages.held(range(1, 100), 3) == ()


def test_rates_that_lie_close_are_stages_of_their_own() -> None:
    found = stages.held([*[9.5] * 4, *[10.25] * 4, *[9.5] * 4], 4)
    assert [(one.start, one.end, one.level, one.seconds) for one in found] == [
        (0, 4, 9.5, 4), (4, 8, 10.25, 4), (8, 12, 9.5, 4),
    ]  # fmt: skip


@pytest.mark.parametrize("levels", [[], [0] * 30, [7]])
def test_nothing_is_no_stage(levels: list[int]) -> None:
    assert stages.held(levels, 5) == ()
