"""An SLO sheet: each figure is held against the learner's own repeats, and nothing passes that anything would meet."""

from typing import Any

import pytest

from perfgym.checks import registry
from perfgym.checks.evidence import Evidence, Named
from perfgym.checks.kind import Result
from perfgym.checks.kinds.sheet import HOLDS, TARGET
from perfgym.checks.objective import ALL, Indicator
from tests.checks import wrong

ASKED = wrong.asked("sheet", users=5, seconds=10)
P95S = (80.0, 82.0, 86.0)


def row(number: int, **more: Any) -> dict[str, str]:
    values = {
        "objective": "Readers see the catalogue quickly",
        "indicator": Indicator.P95,
        "name": "/books",
        "today": "82",
        "threshold": "100",
        "state": HOLDS,
        "window": "28 days",
        "why": f"reason {number}: readers leave when a page takes visibly longer than today",
        **more,
    }
    return {f"{what}-{number}": str(value) for what, value in values.items()}


def repeats(**more: Any) -> Evidence:
    """Three tests; /books has the p95 of P95S, 1.5 % of the requests of /search fail in each."""
    found = []
    for ago, p95 in enumerate(P95S):
        books = Named("/books", 400, 0, {"p50": p95 / 2, "p95": p95, "p99": 1.3 * p95})
        search = Named("/search", 200, 3, {"p50": 12.0, "p95": 30.0, "p99": 44.0})
        names = {"/books": books, "/search": search}
        values = {"names": names, "count": 600, "fails": 3, "test_as_found": True, **more}
        found.append(wrong.load_test(ago=ago, **values))
    return wrong.evidence(found)


GOOD = (
    row(1)
    | row(
        2, objective="A search finds its books", indicator=Indicator.FAILED, name="/search", today="1.5", threshold="2"
    )
    | row(3, objective="All visitors are served", indicator=Indicator.RPS, name=ALL, today="31.4", threshold="25")
)


def judged(found: Evidence | None = None, **given: str) -> Result:
    return registry.judge(ASKED, GOOD | given, found or repeats())


def test_a_sheet_that_agrees_with_ones_own_repeats_passes() -> None:
    assert judged() == Result(True, "All 3 objectives agree with your 3 repeats.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"threshold-1": "81"}, "Objective 1: 2 of your own 3 repeats would have broken 81 ms"),
        ({"threshold-1": "85.9"}, "1 of your own 3 repeats would have broken"),
        ({"threshold-1": "173"}, "2 times worse than in the worst of your repeats"),
        ({"threshold-1": "99999"}, "nobody would notice in time"),
        ({"threshold-1": "0"}, "must be above 0"),
        ({"threshold-1": "-5"}, "is not a number"),
        ({"threshold-1": "fast"}, "is not a number"),
        ({"threshold-1": "0.1"}, "would have broken"),
        ({"today-1": "100"}, "none has it"),
        ({"today-1": "41"}, "none has it"),
        ({"today-1": "0.082"}, "none has it"),
        ({"today-1": "0"}, "none has it"),
        ({"state-1": TARGET}, "so it is no target"),
        ({"state-1": TARGET, "threshold-1": "7"}, "more than 10 times better"),
        ({"threshold-2": "1.4"}, "3 of your own 3 repeats would have broken 1.4 %"),
        ({"threshold-2": "50"}, "nobody would notice in time"),
        ({"threshold-2": "0"}, "A promise that nothing ever fails"),
        ({"today-2": "0"}, "none has it"),
        ({"threshold-3": "32"}, "would have broken 32 requests a second"),
        ({"threshold-3": "1"}, "nobody would notice in time"),
        ({"threshold-3": "1000", "state-3": TARGET}, "more than 10 times better"),
        ({"today-3": "3140"}, "none has it"),
        ({"objective-1": "Fast pages"}, "at least 4 words"),
        ({"why-1": "because because because because because because"}, "6 different words"),
        ({"why-1": GOOD["why-2"]}, "Objectives 1 and 2 give the same reason"),
        ({"indicator-3": Indicator.P95, "name-3": "/books", "today-3": "82", "threshold-3": "90"}, "the same figure"),
        ({"indicator-1": Indicator.P50, "today-1": "41", "threshold-1": "50"}, "leaves out half of the requests"),
        ({"indicator-2": Indicator.P99, "today-2": "44", "threshold-2": "60"}, "about failed requests"),
        ({"name-1": "/authors"}, "none of your runs has"),
        ({"window-1": "a while"}, "from their lists"),
        ({"indicator-1": "p95"}, "from their lists"),
        ({"state-1": "hopefully"}, "from their lists"),
        ({"why-1": ""}, "Nothing was filled in for “Objective 1: why this number”"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_reason(given: dict[str, str], said: str) -> None:
    result = judged(**given)
    assert not result.passed
    assert said in result.message


def test_a_target_that_has_to_be_worked_for_passes() -> None:
    assert judged(**{"state-1": TARGET, "threshold-1": "50"}).passed
    assert judged(**{"state-1": TARGET, "threshold-1": "85.9"}).passed
    assert judged(**{"state-3": TARGET, "threshold-3": "60"}).passed
    assert judged(**{"state-2": TARGET, "threshold-2": "0.5"}).passed


def test_without_a_failure_a_small_share_may_be_promised_and_a_large_one_may_not() -> None:
    clean = repeats(fails=0, names={"/books": Named("/books", 400, 0, {"p95": 82.0})})
    given = {"name-2": "/books", "today-2": "0", "today-1": "82"}
    assert judged(clean, **given, **{"threshold-2": "0.1"}).passed
    assert judged(clean, **given, **{"threshold-2": "1"}).passed
    assert not judged(clean, **given, **{"threshold-2": "1.1"}).passed
    assert not judged(clean, **given, **{"threshold-2": "0.1", "state-2": TARGET}).passed


def test_no_sheet_is_right_for_two_shops() -> None:
    slow = repeats(names={name: Named(name, 400, 6, {"p95": 400.0}) for name in ("/books", "/search")})
    for threshold in range(10, 1000, 10):
        for today in range(10, 1000, 10):
            given = {"threshold-1": str(threshold), "today-1": str(today)}
            assert not (judged(**given).passed and judged(slow, **given).passed)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (wrong.evidence(), "no finished load test"),
        (repeats(as_found=False), "ran with the app changed"),
        (repeats(test_as_found=False), "ran with the locustfile changed"),
        (wrong.evidence(repeats().load_tests[:1]), "1 counts"),
    ],
)
def test_a_sheet_rests_on_repeats_of_what_was_there(found: Evidence, said: str) -> None:
    result = judged(found)
    assert not result.passed
    assert said in result.message


def test_at_most_three_problems_are_told_at_once() -> None:
    asked = wrong.asked("sheet", users=5, seconds=10, rows=4)
    given = GOOD | row(4, indicator=Indicator.P99, today="1") | {f"today-{number}": "1" for number in (1, 2, 3)}
    message = registry.judge(asked, given, repeats()).message
    assert message.count("Objective ") == 3
    assert message.endswith("There is more to mend in 1 further.")
