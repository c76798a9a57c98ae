"""A prediction is three rising numbers; which runs answer it, and with what, is what the step says."""

from typing import Any

import pytest
from pydantic import ValidationError

from perfgym.checks import registry
from perfgym.checks.evidence import Evidence
from perfgym.checks.kinds import predict
from perfgym.checks.kinds.predict import PredictAsked
from tests.checks import wrong

QUESTION = "How many times as fast will it be?"


def asked(**more: Any) -> PredictAsked:
    made = wrong.asked("predict", question=QUESTION, **more)
    assert isinstance(made, PredictAsked)
    return made


def said(low: str, best: str, high: str) -> dict[str, str]:
    return {"low": low, "best": best, "high": high}


@pytest.mark.parametrize("numbers", [("1.5", "2", "2.5"), ("1.5x", "2,0x", " 2.5 x"), ("2", "2", "2")])
def test_three_rising_numbers_are_stored_and_earn_nothing_yet(numbers: tuple[str, str, str]) -> None:
    result = registry.judge(asked(), said(*numbers), Evidence())
    assert (result.passed, result.share) == (True, 0.0)
    assert "runs that you start from now on" in result.message


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (("2.5", "2", "3"), "must rise"),
        (("1", "3", "2"), "must rise"),
        (("0", "1", "2"), "above 0"),
        (("-1", "1", "2"), "above 0"),
        (("1", "two", "3"), "not a number"),
        (("1", "", "3"), "Best guess"),
        (("1", "2", "1e400"), "not a number"),
    ],
)
def test_others_are_refused_with_what_to_do(numbers: tuple[str, str, str], words: str) -> None:
    result = registry.judge(asked(), said(*numbers), Evidence())
    assert not result.passed
    assert words in result.message


def test_it_says_that_a_wide_range_says_little_and_that_a_known_result_earns_nothing() -> None:
    assert "range is wide" in registry.judge(asked(), said("1", "2", "3"), Evidence()).message
    known = wrong.evidence(comparisons=[wrong.compared(0.5)])
    assert "can earn nothing" in registry.judge(asked(), said("1.5", "2", "2.5"), known).message


@pytest.mark.parametrize(
    ("more", "value"),
    [
        ({}, 1.88),
        ({"name": "/books"}, 2.4),
        ({"name": "GET /books"}, 2.4),
        ({"name": "/nothing"}, None),
        ({"figure": "p50", "name": "/books"}, 11.3),
        ({"figure": "queries"}, 2.2),
        ({"figure": "queries", "source": "before"}, 41.3),
        ({"figure": "cpu_ms"}, 9.1),
        ({"ratio": 0.6}, 1.88),
        ({"ratio": 0.5}, None),
        ({"figure": "p95", "source": "load_test"}, None),
    ],
)
def test_a_comparison_answers_what_is_asked_of_it(more: dict[str, Any], value: float | None) -> None:
    assert predict.value(asked(**more), wrong.compared(0.531)) == value


@pytest.mark.parametrize(("verdict", "value"), [("faster", None), ("any", 0.8)])
def test_a_slower_version_answers_only_where_any_verdict_does(verdict: str, value: float | None) -> None:
    assert predict.value(asked(verdict=verdict), wrong.compared(1.25, "slower")) == value


@pytest.mark.parametrize(
    ("more", "value"),
    [
        ({"figure": "p95"}, 71.1),
        ({"figure": "p50", "name": "/books/ID"}, 8.77),
        ({"figure": "rps", "name": "/books"}, 15.0),
        ({"figure": "p50", "users": 50}, None),
        ({"figure": "peak_rps"}, 42.0),
    ],
)
def test_a_load_test_answers_what_is_asked_of_it(more: dict[str, Any], value: float | None) -> None:
    test = wrong.load_test(series={"rps": (10.0, 60.0, 40.0, 26.0, 60.0, 40.0, 12.0)})
    assert predict.value(asked(source="load_test", **more), test) == value
    assert predict.value(asked(source="load_test", **more), wrong.compared()) is None


@pytest.mark.parametrize(
    "more",
    [
        {"figure": "rps"},
        {"figure": "times", "source": "before"},
        {"figure": "queries", "name": "/books"},
        {"figure": "cpu_ms", "source": "load_test"},
        {"figure": "peak_rps", "source": "load_test", "name": "/books"},
    ],
)
def test_what_no_run_shows_cannot_be_asked(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        asked(**more)


def test_figures_are_said_with_their_units() -> None:
    assert predict.said(asked(), 2.43) == "2.4x"
    assert predict.said(asked(figure="p95"), 1420) == "1.42 s"
    assert predict.said(asked(figure="queries"), 2.2) == "2.2 queries"
    assert predict.said(asked(figure="rps", source="load_test"), 31.4) == "31.4 / s"
