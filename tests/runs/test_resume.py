"""A comparison that goes on from stored data judges all of it; after five looks there is nothing to add."""

import pytest

from perfgym.measure import bundle
from perfgym.measure.bundle.columns import WARM_UP
from perfgym.measure.look import look
from perfgym.measure.rule import LOOKS, Metric
from perfgym.runs.comparison import Comparison
from perfgym.runs.pairs import Measured, Tally
from tests.measure.bundle_factory import make
from tests.measure.measure_factories import segment, segments


def stored(count: int) -> bundle.Content:
    return bundle.read(make(segments(count, 0.4, pairs=6)))


def test_a_new_segment_is_judged_together_with_the_stored_ones() -> None:
    measured, new = Comparison(Metric.WALL), segment(0.6, seed=9, pairs=6)
    measured.resume(stored(2))
    assert measured.look is None
    measured.add([Measured(one, tuple(p for p in new.pairs if p.slice == one.index)) for one in new.slices])
    assert measured.judgement == look([*segments(2, 0.4, pairs=6), new], Metric.WALL).judgement


def test_five_stored_segments_are_the_verdict() -> None:
    measured = Comparison(Metric.WALL)
    measured.resume(stored(LOOKS))
    assert measured.look is not None
    assert measured.look.final
    assert measured.judgement.segments == LOOKS


def test_a_smaller_alpha_widens_the_interval() -> None:
    wide, narrow = Comparison(Metric.WALL, alpha=0.0001), Comparison(Metric.WALL)
    for measured in (wide, narrow):
        measured.resume(stored(LOOKS))
    assert wide.judgement.half > narrow.judgement.half
    assert wide.judgement.ratio == narrow.judgement.ratio


def test_requests_are_numbered_on_and_gated_anew() -> None:
    content, tally = stored(2), Tally()
    tally.resume(content.requests)
    assert tally.checked == 1 + int(content.requests.columns["pair"].max())
    assert len(tally.requests) == len(content.requests.columns["arm"])
    assert all(row.kept == (row.segment != WARM_UP) for row in tally.requests)


@pytest.mark.parametrize("count", [1, 3])
def test_rows_are_columns_the_other_way_round(count: int) -> None:
    requests = stored(count).requests
    again = bundle.Requests.of(requests.rows())
    assert again.names == requests.names
    assert all((again.columns[name] == column).all() for name, column in requests.columns.items())
