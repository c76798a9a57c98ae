"""Knee and breaking point: against one's own staged test first, then against the platform's, which knows the truth."""

from typing import Any

import pytest

from perfgym.checks import registry
from perfgym.checks.evidence import LoadTest
from perfgym.checks.kind import Result
from perfgym.checks.trial import NotJudged, Tried
from tests.checks import trialled, wrong
from tests.checks.wrong import evidence

ASKED: dict[str, Any] = {
    "locustfile": "trials/steps.py", "first": 8.0, "factor": 1.18, "step_seconds": 5, "steps": 15, "warm_up": 5,
    "stages": 5, "hold": 8, "span": 4, "failures": 1,
}  # fmt: skip
LADDER = [(5, 8.0), *((5, 8 * 1.18**step) for step in range(15))]
STAGES = [(10, rate) for rate in (10, 20, 30, 35, 40, 45, 50, 60)]


def asked() -> Any:
    return wrong.asked("capacity", **ASKED)


def stated(knee: float | str, breaking: float | str) -> dict[str, str]:
    return {"knee": str(knee), "breaking": str(breaking)}


def first(knee: float | str, breaking: float | str, *tests: LoadTest) -> Result:
    return registry.judge(asked(), stated(knee, breaking), evidence(tests))


def then(knee: float, breaking: float, own: LoadTest, *passes: LoadTest | None) -> Result | NotJudged:
    specs = registry.trials(asked(), stated(knee, breaking), evidence([own]))
    tried = {spec.name: Tried(spec, test) for spec, test in zip(specs, passes, strict=True)}
    return registry.conclude(asked(), stated(knee, breaking), evidence([own]), tried)


def own(capacity: float = 50.0) -> LoadTest:
    return trialled.queue([(seconds, rate * capacity / 50) for seconds, rate in STAGES], capacity=capacity, seed=5)


def platform(seed: int, capacity: float = 50.0) -> LoadTest:
    return trialled.queue(LADDER, capacity=capacity, seed=seed)


def test_what_ones_own_test_shows_passes_and_is_measured() -> None:
    assert first(36, 51, own()).passed
    specs = registry.trials(asked(), stated(36, 51), evidence([own()]))
    assert [(spec.locustfile, spec.fault, spec.users) for spec in specs] == [("trials/steps.py", "", 200)] * 2
    assert all(spec.seconds == 90 for spec in specs)


def test_it_passes_against_the_step_test_of_the_platform() -> None:
    found = then(36, 51, own(), platform(11), platform(12))
    assert isinstance(found, Result)
    assert found.passed, found.message
    assert "agrees with both within" in found.message


@pytest.mark.parametrize("seed", range(3))
def test_twenty_plausible_wrong_answers_are_refused(seed: int) -> None:
    """From nowhere, of another machine, with the two mixed up, in users, in milliseconds."""
    pairs = [(36 * factor, 51 * factor) for factor in (0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.7, 1.35, 1.5, 2, 3, 5, 10)]
    pairs += [(51, 36), (36, 36), (20, 51), (50, 51), (36, 100), (36, 200), (10, 20), (100, 200), (1, 2), (-36, 51)]
    for knee, breaking in pairs:
        assert not first(knee, breaking, own()).passed
        found = then(knee, breaking, own(), platform(seed + 20), platform(seed + 40))
        assert isinstance(found, Result)
        assert not found.passed, (knee, breaking)
        assert not {"36", "36.0", "51", "51.0"} & set(found.message.split()) - {f"{knee:g}", f"{breaking:g}"}


def test_a_number_from_another_machine_fits_ones_own_test_only_there() -> None:
    assert "does not agree with your load test" in first(72, 102, own()).message
    elsewhere = then(72, 102, own(100.0), platform(11), platform(12))
    assert isinstance(elsewhere, Result)
    assert "disagrees: a knee of 72 requests a second" in elsewhere.message


@pytest.mark.parametrize(
    ("knee", "breaking", "says"),
    [("many", 51, "as numbers"), (51, 36, "lies below"), (0, 51, "above zero"), ("", 51, "Nothing was filled in")],
)
def test_what_is_no_pair_of_rates_is_refused(knee: float | str, breaking: float | str, says: str) -> None:
    assert says in first(knee, breaking, own()).message


def test_a_test_that_did_not_reach_the_end_is_sent_back() -> None:
    light = trialled.queue([(10, rate) for rate in (5, 8, 12, 16, 22)])
    assert "The end was not reached" in first(36, 51, light).message
    assert "no finished load test" in first(36, 51).message


def test_a_generator_without_a_core_left_judges_nothing() -> None:
    busy = platform(2)
    busy.result["generator"].update(cpu=0.97)
    found = then(36, 51, own(), platform(1), busy)
    assert isinstance(found, NotJudged)
    assert "no core left" in found.message


@pytest.mark.parametrize(
    ("passes", "says"),
    [
        ((platform(1), platform(2, capacity=100.0)), "too restless"),
        ((platform(1), None), "came to no end"),
        ((platform(1), trialled.queue([(5, 8.0)])), "came to no end"),
    ],
    ids=["passes disagree", "one broke off", "one is empty"],
)
def test_without_two_passes_that_agree_nothing_is_judged(passes: tuple[LoadTest | None, ...], says: str) -> None:
    found = then(36, 51, own(), *passes)
    assert isinstance(found, NotJudged)
    assert says in found.message
