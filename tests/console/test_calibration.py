"""What a lab must show on a machine before its calibration is kept."""

import copy
from typing import Any

import pytest

from perfgym.console import calibration

GOOD: dict[str, Any] = {
    "lab": "a-lab",
    "driver": "docker",
    "noise": {"verdict": "no_measurable_change", "ratio": 1.0, "interval": [0.97, 1.03]},
    "smallest_effect": 0.05,
    "reference": {"verdict": "faster", "ratio": 0.5, "interval": [0.48, 0.52]},
    "solutions": {"other": {"verdict": "faster", "ratio": 0.6, "interval": [0.58, 0.62]}},
    "cheats": {"stale": {"expected": "wrong_answers", "found": "wrong_answers"}},
    "problems": [],
}


def changed(*path: str, to: str) -> dict[str, Any]:
    found = copy.deepcopy(GOOD)
    at = found
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = to
    return found


def test_a_lab_that_does_what_it_says_has_no_problem() -> None:
    assert list(calibration.problems(GOOD)) == []
    assert "Kept" in calibration.in_words(GOOD)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (changed("noise", "verdict", to="faster"), "identical code looks different here"),
        (changed("reference", "verdict", to="inconclusive"), "The reference is inconclusive"),
        (changed("solutions", "other", "verdict", to="slower"), "The solution other is slower"),
        (changed("cheats", "stale", "found", to="faster"), "The cheat stale ended as faster"),
    ],
)
def test_each_fault_is_a_sentence(found: dict[str, Any], said: str) -> None:
    (problem,) = calibration.problems(found)
    assert said in problem


def test_the_smallest_effect_comes_from_the_width_of_the_interval() -> None:
    one = calibration.smallest_effect({"ratio": 1.0, "interval": [0.97, 1.03], "segments": 5})
    wider = calibration.smallest_effect({"ratio": 1.0, "interval": [0.9, 1.1], "segments": 5})
    fewer = calibration.smallest_effect({"ratio": 1.0, "interval": [0.97, 1.03], "segments": 1})
    assert one is not None
    assert wider is not None
    assert fewer is not None
    assert 0.04 < one < 0.06
    assert fewer < one < wider
    assert calibration.smallest_effect({"ratio": None}) is None
