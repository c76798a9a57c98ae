"""Which of a learner's load tests a step speaks of: what it asks of them, and what one lacks."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from perfgym.charts import words
from perfgym.checks.evidence import Evidence, LoadTest, named
from perfgym.checks.kind import Asked

Name = Annotated[str, Field(min_length=1, max_length=200)]


class AsksLoadTest(Asked):
    """The least that a load test must have to count."""

    users: Annotated[int, Field(strict=True, ge=1, le=200)] = Field(
        default=1, description="a whole number from 1 to 200: at least so many users"
    )
    seconds: Annotated[int, Field(strict=True, ge=1, le=600)] = Field(
        default=5, description="a whole number from 1 to 600: it ran at least so many seconds"
    )
    requests: Annotated[int, Field(strict=True, ge=1, le=100_000)] = Field(
        default=20, description="a whole number: at least so many requests were answered"
    )
    names: Annotated[tuple[Name, ...], Field(max_length=20)] = Field(
        default=(), description="names of requests that must each occur, such as /books"
    )
    failures: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.01, description="a number from 0 to 1: the largest share of requests that may have failed"
    )
    as_found: bool = Field(default=False, description="true: only tests of the app as the lab starts it, unchanged")


def fitting(asked: AsksLoadTest, evidence: Evidence) -> tuple[LoadTest, ...]:
    """The tests that count, the newest first."""
    return tuple(test for test in evidence.load_tests if not lacks(asked, test))


def lacks(asked: AsksLoadTest, test: LoadTest) -> list[str]:
    """What keeps a test from counting, as ends of the sentence “Your last load test …”; empty where it counts."""
    return list(_lacks(asked, test))


def _lacks(asked: AsksLoadTest, test: LoadTest) -> Iterator[str]:
    if asked.as_found and not test.as_found:
        yield "ran your changed version; this step asks for the app as you found it"
    if test.users < asked.users:
        yield f"had {test.users} users; at least {asked.users} are asked for"
    if (lasted := _lasted(test)) < asked.seconds * 0.95:  # the last second may be cut short
        yield f"ran {words.number(lasted)} s; at least {asked.seconds} s are asked for"
    if test.count < asked.requests:
        yield f"had {test.count:,} requests; at least {asked.requests:,} are asked for"
    if test.count and test.fails / test.count > asked.failures:
        yield f"had {test.fails:,} failed requests of {test.count:,}, which is too many to trust the others"
    for name in asked.names:
        if named(test.names, name) is None:
            yield f'had no request named {name}; give your task name="{name}"'


def _lasted(test: LoadTest) -> float:
    """Seconds until its last second was told. Of a slow app the last answered request began well before that."""
    series = test.result.get("series") or [{}]
    return max(test.seconds, float(series[-1].get("t", 0.0)))


def described(asked: AsksLoadTest) -> str:
    """What is asked for in words: “at least 10 users, 20 s and 20 requests”, and what else must hold."""
    least = f"at least {asked.users} {'user' if asked.users == 1 else 'users'}, {asked.seconds} s"
    said = f"{least} and {asked.requests:,} requests"
    if asked.names:
        said += f", among them some named {' and '.join(asked.names)}"
    return f"{said}, of the app as you found it" if asked.as_found else said


def missing(asked: AsksLoadTest, evidence: Evidence) -> str:
    """Why no test counts, and what to do."""
    again = "Run your load test again, then check again."
    if not evidence.load_tests:
        return f"You have no finished load test of this lab yet. Run one with {described(asked)}, then check again."
    return f"Your last load test {'. It '.join(lacks(asked, evidence.load_tests[0]))}. {again}"


def called(test: LoadTest) -> str:
    """How a message speaks of a test."""
    return f"load test of {test.at:%H:%M} UTC ({test.users} users, {words.number(test.seconds)} s)"
