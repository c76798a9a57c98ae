"""A staged test is recognised by what was recorded of it, second by second."""

from typing import Any

import pytest

from perfgym.checks import registry
from perfgym.checks.evidence import LoadTest
from perfgym.checks.kind import Result
from tests.checks import wrong
from tests.checks.wrong import evidence, load_test

STAGES = {"stages": 4, "hold": 8, "span": 4, "failures": 1}


def staged(*levels: tuple[int, float], of: str = "users", **more: Any) -> LoadTest:
    """A test that held each (seconds, level): of users, or of arrivals with 200 users."""
    line = [level for seconds, level in levels for _ in range(seconds)]
    series = [{"t": t, "users": 200, "rate": 0.0} | {of: level} for t, level in enumerate(line, 1)]
    return load_test(result={"series": series}, seconds=float(len(line)), **more)


def judged(*tests: LoadTest) -> Result:
    return registry.judge(wrong.asked("stages", **STAGES), {}, evidence(tests))


@pytest.mark.parametrize("of", ["users", "rate"])
def test_levels_that_were_held_pass(of: str) -> None:
    result = judged(staged((10, 10), (10, 20), (2, 25), (10, 40), (9, 60), of=of))
    assert result.passed
    assert "held 10, 20, 40, 60 " + {"users": "users", "rate": "arrivals a second"}[of] in result.message


@pytest.mark.parametrize(
    ("levels", "says"),
    [
        ([(40, 10)], "held 10 users; 4 different levels of at least 8 s"),
        ([(10, 10), (10, 20), (10, 40)], "4 different levels"),
        ([(10, 10), (10, 20)], "ended after 20 s, whatever its stages say"),
        ([(5, 10), (5, 20), (5, 40), (5, 60)], "held no level of load"),
        ([(1, each) for each in range(1, 60)], "held no level of load"),
        ([(10, 10), (10, 20)] * 3, "4 different levels"),
        ([(10, 100), (10, 104), (10, 108), (10, 500)], "4 different levels"),
        ([(10, 10), (10, 15), (10, 20), (10, 30)], "from 10 to 30 users only; at least 4 times"),
    ],
    ids=[
        "one level",
        "too few",
        "cut off by its seconds",
        "too short",
        "a ramp",
        "the same twice",
        "hardly different",
        "too narrow",
    ],
)
def test_what_is_no_staged_test_is_refused_with_what_it_was(levels: list[tuple[int, float]], says: str) -> None:
    result = judged(staged(*levels))
    assert not result.passed
    assert says in result.message


def test_the_newest_that_counts_is_taken_and_the_last_one_is_spoken_of() -> None:
    good = staged((10, 10), (10, 20), (10, 40), (10, 80))
    assert judged(staged((40, 10)), good).passed
    assert "held 10 users" in judged(staged((40, 10))).message
    assert "no finished load test" in judged().message
    assert (
        "changed version"
        in registry.judge(
            wrong.asked("stages", **STAGES, as_found=True), {}, evidence([staged((10, 10), as_found=False)])
        ).message
    )
