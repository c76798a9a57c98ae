"""Percentiles are values that were measured."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgym.measure.errors import BadSamples, TooFewSamples
from perfgym.measure.percentiles import ecdf, p50_p95_p99, percentile


def test_nearest_rank():
    assert p50_p95_p99(range(1, 101)) == (50, 95, 99)
    assert percentile([3, 1, 2], 0) == 1
    assert percentile([3, 1, 2], 1) == 3
    assert percentile(range(1, 101), 0.07) == 7  # 0.07 * 100 is a hair above 7 in binary


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
def test_a_percentile_is_one_of_the_values_and_enough_do_not_exceed_it(values, share):
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6


def test_ecdf_counts_ties_once():
    assert ecdf([2, 1, 2, 4]) == ([1, 2, 4], [0.25, 0.75, 1.0])


@pytest.mark.parametrize("bad", [[math.nan], [math.inf], [-1.0]])
def test_impossible_values_are_refused(bad):
    with pytest.raises(BadSamples):
        percentile(bad, 0.5)


def test_no_values_and_no_such_share():
    with pytest.raises(TooFewSamples):
        ecdf([])
    with pytest.raises(BadSamples):
        percentile([1.0], 1.1)
