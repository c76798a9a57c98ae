"""Charts: well-formed, named for who cannot see them, the same each time, drawn without styles or scripts in them."""

import math
import random
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfgym.charts import Line, Panel, Panels, pair_strip, sparkline, stacked, standalone
from perfgym.charts.distribution import Curve, distribution
from perfgym.measure.errors import BadSamples, TooFewSamples


def ecdf(before, after):
    return distribution("Answered within a time", [Curve("before", "before", before), Curve("after", "after", after)])


def time_series(title, lines, unit):
    return stacked(Panels(title, [Panel(title, unit, lines)], max(line.times[-1] for line in lines)))


SVG = "{http://www.w3.org/2000/svg}"
RNG = random.Random(5)
RATIOS = [0.42 * RNG.lognormvariate(0, 0.2) for _ in range(1500)]
BEFORE = [RNG.lognormvariate(math.log(142), 0.3) for _ in range(900)]
AFTER = [0.42 * ms for ms in BEFORE]
STRIP = pair_strip(RATIOS, 0.385, 0.455, 0.418)
EVERY = {
    "strip": STRIP,
    "spark": sparkline(RATIOS, 0.385, 0.455, 0.418),
    "ecdf": ecdf(BEFORE, AFTER),
    "series": time_series("p95", [Line("p95", range(1, 31), AFTER[:30]), Line("b", [1], [9], "before")], "ms"),
}
every_chart = pytest.mark.parametrize("drawn", EVERY.values(), ids=list(EVERY))


def texts(drawn: str) -> list[str]:
    """All visible words."""
    return ["".join(each.itertext()) for each in ElementTree.fromstring(drawn).iter(f"{SVG}text")]


@every_chart
def test_well_formed_named_and_described(drawn):
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    title, description = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text
    assert description.text


@every_chart
def test_no_inline_style_no_script_and_no_number_that_is_none(drawn):
    assert "style=" not in drawn
    assert "<script" not in drawn
    assert "nan" not in re.sub(r"[a-z-]*nan[a-z]+", "", drawn)
    assert "inf%" not in drawn


def test_the_same_numbers_draw_the_same_picture():
    assert pair_strip(RATIOS, 0.385, 0.455, 0.418) == STRIP
    assert pair_strip(list(reversed(RATIOS)), 0.385, 0.455, 0.418) == STRIP


def test_two_charts_have_ids_of_their_own():
    ids = [re.findall(r'id="([^"]+)"', drawn) for drawn in EVERY.values()]
    assert len({each for group in ids for each in group}) == sum(map(len, ids))


def test_the_strip_draws_at_most_600_dots_and_says_how_many_pairs_there_are():
    assert 500 < STRIP.count("<circle") <= 600
    assert "1,500 pairs" in STRIP
    assert EVERY["spark"].count("<circle") <= 60


def test_the_strip_explains_its_axis():
    words = texts(STRIP)
    assert words[0] == "2.4x"
    assert "as before" in words
    assert "3x faster" in words
    assert [word for word in words if word.endswith("x")] == ["2.4x", "2x", "1.5x"]


def test_a_slower_change_has_a_slower_side():
    words = texts(pair_strip([1 / ratio for ratio in RATIOS], 2.2, 2.6, 2.4))
    assert words[0] == "2.4x"
    assert "3x slower" in words
    assert words.index("as before") < words.index("3x slower")


def test_pairs_beyond_the_axis_are_counted():
    words = texts(pair_strip([0.5] * 500 + [1e-4, 50, 60], 0.49, 0.51, 0.5))
    assert "← 1 more" in words
    assert "2 more →" in words


def test_a_strip_of_identical_pairs_and_of_none_can_be_drawn():
    assert "as before" in texts(pair_strip([1.0] * 30, 1.0, 1.0, 1.0))
    assert "0 pairs" in pair_strip([], 0.9, 1.1, 1.0)


@given(
    st.lists(st.floats(1e-4, 1e4), max_size=60),
    st.floats(1e-3, 1e3),
    st.floats(1, 3),
)
@settings(max_examples=60, deadline=None)
def test_every_place_of_a_strip_lies_on_it(ratios, ratio, width):
    for drawn in (pair_strip(ratios, ratio / width, ratio * width, ratio), sparkline(ratios, ratio, ratio, ratio)):
        ElementTree.fromstring(drawn)
        places = [float(place) for place in re.findall(r'(?:cx|x1|x2|x)="([-\d.e]+)%"', drawn)]
        assert all(0 <= place <= 100 for place in places)


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=60), st.lists(st.floats(0, 1e5), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_latencies_can_be_drawn(before, after):
    drawn = ecdf(before, after)
    assert len(ElementTree.fromstring(drawn).findall(f".//{SVG}path")) == 2


def test_the_distribution_names_both_arms_and_their_medians():
    words = texts(EVERY["ecdf"])
    assert sum(word.startswith("before, median 1") for word in words) == 1
    assert sum(word.startswith("after, median ") for word in words) == 1
    assert "95 %" in words
    assert "100 ms" in words


def test_before_is_dashed_and_after_is_solid_even_without_a_style_sheet():
    before, after = ElementTree.fromstring(standalone(EVERY["ecdf"])).iter(f"{SVG}path")
    assert before.get("stroke-dasharray")
    assert before.get("stroke") != after.get("stroke")
    assert after.get("stroke-dasharray") is None


def test_names_are_escaped():
    hostile = '<script>alert("1")</script>&'
    drawn = time_series(hostile, [Line(hostile, [0, 1], [1, 2])], hostile)
    ElementTree.fromstring(drawn)
    assert "<script" not in drawn


def test_a_long_series_is_thinned():
    drawn = time_series("t", [Line("n", range(10_000), range(10_000))], "")
    assert len(drawn) < 12_000


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
def test_impossible_numbers_are_not_drawn(bad):
    for draw in (pair_strip, sparkline):
        with pytest.raises(BadSamples):
            draw([bad], 0.9, 1.1, 1.0)
        with pytest.raises(BadSamples):
            draw([1.0], 0.9, 1.1, bad)
    if bad:
        with pytest.raises(BadSamples):
            ecdf([1.0], [bad])


def test_nothing_is_no_distribution():
    with pytest.raises(TooFewSamples):
        ecdf([], [1.0])
