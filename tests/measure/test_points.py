"""Points are the share of the reference's gain, in steps of five."""

import math
from dataclasses import replace

import pytest
from measure_factories import segment

from perfgym.measure.errors import BadReference
from perfgym.measure.points import points
from perfgym.measure.rule import Metric, Verdict, judge

FASTER = judge([segment(0.5)], Metric.CPU)


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        (0.30, 100),  # equals the reference
        (0.10, 100),
        (0.30**0.9, 100),
        (0.30**0.45, 50),
        (0.30**0.47, 50),
        (0.30**0.48, 55),
        (0.97, 5),  # certain, if small
    ],
)
def test_points_of_a_gain(ratio, expected):
    assert points(replace(FASTER, estimate=math.log(ratio)), 0.30) == expected


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.FASTER])
def test_nothing_but_faster_earns_points(verdict):
    assert points(replace(FASTER, verdict=verdict), 0.30) == 0


@pytest.mark.parametrize("reference", [0.0, 1.0, -0.5, 1.5, math.nan, math.inf])
def test_a_reference_that_is_no_gain_is_refused(reference):
    with pytest.raises(BadReference, match="between 0 and 1"):
        points(FASTER, reference)
