"""What was full is decided by the readings of the highest stage, never by what is usually full."""

from typing import Any

import pytest

from perfgym.checks import registry
from perfgym.checks.evidence import LoadTest
from perfgym.checks.kind import Result
from perfgym.checks.resources import Resource
from tests.checks import wrong
from tests.checks.wrong import evidence, load_test

ASKED = {"question": "What was full?", "stages": 3, "hold": 5, "span": 3, "failures": 1}
BROKEN = {"p50": 900.0, "p95": 2500.0}


def readings(
    app: float, database: float, *, full: float = 0.0, high: Any = BROKEN, lag: float = 2.0, busy: float = 0.3
) -> LoadTest:
    """Three stages; the readings are those of the highest, the two before it are light."""
    series = []
    for stage, users in enumerate((10, 20, 40)):
        top = stage == 2
        cpu = (app, database) if top else (0.1, 0.9)
        series += [
            {
                "t": 10 * stage + second,
                "users": users,
                "rps": 50.0,
                "fails": 0.0,
                "lag": lag if top else 2.0,
                "cpu": busy if top else 0.3,
                "full": full if top else 0.3,
                "resources": {"app": {"cpu": cpu[0]}, "database": {"cpu": cpu[1]}},
                **(high if top else {"p50": 20.0, "p95": 40.0}),
            }
            for second in range(1, 11)
        ]
    result = {"series": series, "cores": {"app": 1, "generator": 1}}
    return load_test(seconds=30.0, users=40, result=result)


def judged(answer: Resource, test: LoadTest) -> Result:
    return registry.judge(wrong.asked("saturation", **ASKED), {"answer": answer}, evidence([test]))


@pytest.mark.parametrize(
    ("test", "right"),
    [
        (readings(0.62, 0.34), {Resource.APP_CPU}),
        (readings(0.2, 0.75), {Resource.DATABASE_CPU}),
        (readings(0.48, 0.47), {Resource.APP_CPU, Resource.DATABASE_CPU}),
        (readings(0.2, 0.1, full=0.5), {Resource.QUEUE}),
        (readings(0.5, 0.3, full=0.85), {Resource.APP_CPU, Resource.QUEUE}),
        (readings(0.25, 0.1, full=0.97), {Resource.APP_CPU}),
    ],
    ids=["app", "database", "both alike", "queue", "between", "others took the rest"],
)
def test_only_what_the_readings_say_passes(test: LoadTest, right: set[Resource]) -> None:
    passed = {resource for resource in Resource if judged(resource, test).passed}
    assert passed == right
    told = [judged(resource, test).message for resource in Resource if resource not in right]
    assert not [message for message in told if any(resource in message for resource in right)]


@pytest.mark.parametrize("answer", [Resource.APP_CPU, Resource.QUEUE])
def test_what_other_programs_took_is_told_whatever_was_answered(answer: Resource) -> None:
    told = "Other programs used a further 0.62 of a core meanwhile."
    assert told in judged(answer, readings(0.25, 0.1, full=0.97)).message
    assert "Other programs" not in judged(answer, readings(0.62, 0.34, full=0.98)).message


def test_the_explanation_counts_who_is_inside() -> None:
    message = judged(Resource.APP_CPU, readings(0.62, 0.34)).message
    assert "0.62 and its database 0.34 of 1 core, with about 45 requests in it" in message


@pytest.mark.parametrize("answer", list(Resource))
def test_a_test_that_never_reached_the_end_is_sent_back(answer: Resource) -> None:
    result = judged(answer, readings(0.4, 0.2, high={"p50": 20.0, "p95": 60.0}))
    assert not result.passed
    assert "Add higher stages" in result.message


@pytest.mark.parametrize("bad", [{"lag": 400.0}, {"busy": 0.8}])
@pytest.mark.parametrize("answer", list(Resource))
def test_a_generator_at_its_limit_is_sent_back(answer: Resource, bad: dict[str, float]) -> None:
    result = judged(answer, readings(0.62, 0.34, **bad))
    assert not result.passed
    assert "the load generator itself was late or busy" in result.message


def test_lateness_that_is_small_beside_the_latency_is_no_limit() -> None:
    assert judged(Resource.APP_CPU, readings(0.62, 0.34, lag=100.0)).passed
