"""A noise band must hold what was seen, be no wider than that justifies, and hold a run that nobody has seen."""

from typing import Any

import pytest

from perfgym.checks import registry
from perfgym.checks.evidence import Evidence, LoadTest
from perfgym.checks.kind import Result
from perfgym.checks.trial import NotJudged, Tried
from tests.checks import wrong

P95S, RPSS = (80.0, 82.0, 84.0, 81.0, 83.0), (30.0, 30.5, 31.0, 30.2, 30.8)
SETTINGS = {"users": 10, "spawn_rate": 4, "seconds": 20, "tags": [], "profile": "none"}
GOOD = {"p95-from": "77", "p95-to": "87", "rps-from": "29", "rps-to": "32"}
ASKED = wrong.asked("band", users=5, seconds=10)


def loaded(p95: float = 82.0, rps: float = 30.4, **more: Any) -> LoadTest:
    figures = {"p50": p95 / 3, "p95": p95, "p99": 1.4 * p95, "rps": rps}
    values = {"figures": figures, "test_as_found": True, "result": {"settings": SETTINGS}, **more}
    return wrong.load_test(**values)


def repeats(**more: Any) -> Evidence:
    pairs = zip(P95S, RPSS, strict=True)
    return wrong.evidence([loaded(p95, rps, ago=ago, **more) for ago, (p95, rps) in enumerate(pairs)])


def judged(found: Evidence | None = None, **given: str) -> Result:
    return registry.judge(ASKED, GOOD | given, found or repeats())


def concluded(fresh: LoadTest | None, **given: str) -> Result | NotJudged:
    (spec,) = registry.trials(ASKED, GOOD | given, repeats())
    return registry.conclude(ASKED, GOOD | given, repeats(), {spec.name: Tried(spec, fresh)})


def test_the_fresh_run_is_the_labs_own_test_with_the_repeats_settings() -> None:
    (spec,) = registry.trials(ASKED, GOOD, repeats())
    assert (spec.locustfile, spec.fault) == ("starter/locustfile.py", "")
    assert (spec.users, spec.spawn_rate, spec.seconds) == (10, 4, 20)


def test_a_band_that_holds_repeats_and_the_fresh_run_passes() -> None:
    assert judged().passed
    assert concluded(loaded()) == Result(
        True,
        "PerfGym's own run had 95th percentile 82 ms, your band 77 to 87; throughput 30.4 requests a second, your band "
        "29 to 32. Both lie inside.",
    )


@pytest.mark.parametrize("fresh", [loaded(76.9), loaded(87.1), loaded(rps=28.0), loaded(rps=33.0)])
def test_a_fresh_run_outside_refuses(fresh: LoadTest) -> None:
    result = concluded(fresh)
    assert isinstance(result, Result)
    assert not result.passed
    assert "Outside: " in result.message


@pytest.mark.parametrize("fresh", [None, loaded(99.0, result={"generator": {"limited": True}})])
def test_a_run_that_says_nothing_judges_nothing(fresh: LoadTest | None) -> None:
    assert isinstance(concluded(fresh), NotJudged)


WRONG = [
    {"p95-from": "0"}, {"p95-from": "-1"}, {"p95-to": "1000000"}, {"p95-from": "1", "p95-to": "9999"},
    {"p95-from": "87", "p95-to": "77"}, {"p95-from": "82", "p95-to": "82"}, {"p95-from": "0.077", "p95-to": "0.087"},
    {"p95-from": "81.5", "p95-to": "87"}, {"p95-from": "40", "p95-to": "87"}, {"p95-from": "20", "p95-to": "30"},
    {"p95-from": "160", "p95-to": "170"}, {"p95-from": "many"}, {"p95-to": "1e9"}, {"p95-to": "inf"}, {"p95-to": "nan"},
    {"p95-from": "27", "p95-to": "29"}, {"rps-from": "0"}, {"rps-from": "1", "rps-to": "1000"}, {"rps-to": "60"},
    {"rps-from": "31", "rps-to": "32"}, {"rps-from": "1800", "rps-to": "1900"}, {"rps-from": ""}, {"rps-to": "32,,"},
]  # fmt: skip


@pytest.mark.parametrize("given", WRONG)
def test_plausible_wrong_bands_are_refused_before_anything_is_measured(given: dict[str, str]) -> None:
    result = judged(**given)
    assert not result.passed
    assert len(result.message) > 40


def test_one_repeat_may_lie_outside_and_two_may_not() -> None:
    assert judged(**{"p95-from": "80.5"}).passed
    assert "leaves out 2 of your own 5 repeats" in judged(**{"p95-from": "81.5"}).message


def test_no_band_is_right_for_two_machines() -> None:
    slow = wrong.evidence([loaded(3 * p95, rps / 3) for p95, rps in zip(P95S, RPSS, strict=True)])
    for low in range(1, 400, 3):
        for width in (2, 10, 40, 200):
            given = {"p95-from": str(low), "p95-to": str(low + width)}
            both = judged(**given), judged(slow, **given, **{"rps-from": "9.8", "rps-to": "10.6"})
            assert not all(result.passed for result in both)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (wrong.evidence(), "no finished load test"),
        (repeats(as_found=False), "ran with the app changed"),
        (repeats(test_as_found=False), "ran with the locustfile changed"),
        (repeats(users=1), "at least 5 are asked for"),
        (wrong.evidence(repeats().load_tests[:3]), "3 count"),
        (wrong.evidence([loaded(like="b"), *repeats().load_tests]), "1 counts"),
    ],
)
def test_a_band_rests_on_repeats_of_what_was_there(found: Evidence, said: str) -> None:
    result = judged(found)
    assert not result.passed
    assert said in result.message


def test_a_quiet_machine_may_leave_a_tenth_and_no_more() -> None:
    quiet = wrong.evidence([loaded(80.0, 30.0, ago=ago) for ago in range(5)])
    assert judged(quiet, **{"p95-from": "76.5", "p95-to": "84", "rps-from": "29", "rps-to": "31"}).passed
    assert "wider than your repeats justify" in judged(quiet, **{"p95-from": "75", "p95-to": "90"}).message
