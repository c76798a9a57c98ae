"""Why a verdict is certain and how points came about, in words that agree with the numbers."""

import pytest

from perfgym.runs.report.comparewords import certainty, points

FASTER = {
    "verdict": "faster", "ratio": 0.42, "interval": [0.385, 0.455], "segments": 1, "measured_seconds": 12.0,
    "alpha": 0.01, "reference_ratio": 0.3,
}  # fmt: skip


def said(**more):
    return " ".join(certainty({**FASTER, **more}))


def test_a_gain_is_told_by_the_cautious_end_of_its_interval():
    words = said()
    assert "It stopped after 12 s of measuring and 1 fresh start of both versions" in words
    assert "even the cautious end of the interval is 2.2x faster" in words
    assert "every ratio that is still possible is a gain" in words
    assert "One start was enough" in words
    assert "below 1 % in each direction" in words


def test_a_loss_is_told_by_its_own_cautious_end():
    words = said(verdict="slower", ratio=1.5, interval=[1.4, 1.6])
    assert "the cautious end of the interval is 1.40x slower" in words
    assert "is a loss" in words


def test_several_starts_are_said_to_agree():
    assert "with any one of the 3 left out" in said(segments=3, measured_seconds=36.0)


def test_no_change_and_inconclusive_claim_nothing():
    assert "lies within 5 %" in said(verdict="no_measurable_change", ratio=1.0, interval=[0.98, 1.02])
    assert "Nothing is claimed" in said(verdict="inconclusive", ratio=0.9, interval=[0.7, 1.1], segments=5)


def test_a_later_version_has_a_smaller_chance_to_be_wrong():
    assert "below 0.152 %" in said(alpha=0.0015198)


def test_points_are_explained_by_the_share_of_the_reference():
    words = " ".join(points(FASTER, 80))
    assert "the reference solution is 3.3x faster" in words
    assert "Yours reaches 72.1 % of the reference's gain" in words
    assert "80 of 100" in words


@pytest.mark.parametrize("verdict", ["slower", "no_measurable_change", "inconclusive"])
def test_no_points_are_explained_too(verdict):
    assert "earned none" in " ".join(points({**FASTER, "verdict": verdict}, 0))
