"""`detection`: a learner's load test runs against the good app and against variants with a fault. Does it notice?

What counts is the test's own verdict, as a pipeline would read it: the exit code that Locust ends with. That is
`environment.process_exit_code` where the file sets it, else 1 as soon as a request was marked as failed. The good app
is measured twice, so that a test which fails by chance is found out, and what a test says that it sent is held against
what PostgreSQL counted, which no locustfile can reach.
"""

import json
import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from perfgym.charts import words
from perfgym.checks.evidence import Evidence, LoadTest
from perfgym.checks.kind import Asked, Given, Kind, Result, Trials, none_to_fill
from perfgym.checks.trial import OWN, NotJudged, TrialSpec, Tried

GOOD = ("good app", "good app again")
STATEMENTS = "statements.json"
BEGIN = re.compile(r"\s*(BEGIN|START TRANSACTION)\b", re.IGNORECASE)
MADE_UP = 2  # good requests a transaction: one each for pages of the database, none for a few others
RESTLESS = "That may be the machine's fault and not yours."
STARTS = 6  # seconds that a version takes to start and stop
SHOWN = 3  # kinds of error of a message
FEWEST = 50  # requests of a test that can be told to say something

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,60}$")]
Sentence = Annotated[str, Field(min_length=1, max_length=300)]


class FaultAsked(BaseModel):
    """A folder faults/NAME/ of the lab."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: Slug = Field(description="the name of its folder below faults/")
    noticed: Sentence = Field(description="a sentence for a test that noticed it: what was wrong, and how that showed")
    missed: Sentence = Field(description="a sentence for one that did not: what kind of check or load it lacks")


class DetectionAsked(Asked):
    """One's own load test, judged by what it says of a good app and of faulty ones."""

    kind: Literal["detection"]
    users: Annotated[int, Field(strict=True, ge=1, le=200)] = Field(
        default=10, description="a whole number from 1 to 200: users that the test is started with"
    )
    seconds: Annotated[int, Field(strict=True, ge=5, le=300)] = Field(
        default=25, description="a whole number from 5 to 300: how long it runs each time"
    )
    faults: Annotated[tuple[FaultAsked, ...], Field(min_length=2, max_length=8)] = Field(
        description="two to eight faults, each with name, noticed and missed"
    )
    least: Annotated[int, Field(strict=True, ge=1, le=8)] = Field(
        default=2, description="a whole number: so many of them must be noticed; each one noticed earns its share"
    )


def wants(asked: DetectionAsked) -> str:
    count = len(asked.faults) + len(GOOD)
    minutes = words.number(count * (asked.seconds + STARTS) / 60, 2)
    return (
        f"PerfGym runs your locustfile {count} times with {asked.users} users for {asked.seconds} s each: twice "
        f"against the app as it is, and against {len(asked.faults)} versions with one fault each. It must pass the "
        f"good app both times (exit code 0) and fail at least {asked.least} of the faulty ones. This takes about "
        f"{minutes} minutes."
    )


def check(asked: DetectionAsked, given: Given, evidence: Evidence) -> Result:
    return Result(True, "Your load test is tried out.")


def trials(asked: DetectionAsked, given: Given, evidence: Evidence) -> tuple[TrialSpec, ...]:
    """The good app first and last; what is told while it goes on does not say which is which."""
    order = [(GOOD[0], ""), *((fault.name, fault.name) for fault in asked.faults), (GOOD[1], "")]
    return tuple(
        TrialSpec(
            name=name,
            says=f"version {place} of {len(order)} of the app under your load test",
            locustfile=OWN,
            users=asked.users,
            seconds=asked.seconds,
            spawn_rate=asked.users,
            fault=fault,
        )
        for place, (name, fault) in enumerate(order, 1)
    )


def conclude(asked: DetectionAsked, given: Given, evidence: Evidence, tried: Trials) -> Result | NotJudged:
    for name in GOOD:
        if found := _unusable(tried[name]):
            return found
    alarms = [name for name in GOOD if _fails(tried[name])]
    if alarms and all(_limited(tried[name]) for name in alarms):
        return NotJudged(f"Your load test fails the good app, but its generator was kept waiting there. {RESTLESS}")
    if alarms:
        return Result(False, _false_alarm(alarms, tried))
    noticed = [fault for fault in asked.faults if _fails(tried[fault.name])]
    passed = len(noticed) >= asked.least
    return Result(passed, _told(asked, tried), len(noticed) / len(asked.faults))


def _limited(one: Tried) -> bool:
    """Whether its latencies may be those of the generator rather than of the app."""
    return bool(one.test and (one.test.result.get("generator") or {}).get("limited"))


def _unusable(one: Tried) -> Result | None:
    """Why a test of the good app says nothing."""
    test = one.test
    if test is None:
        return Result(False, f"Your load test came to no end on the good app ({one.reason}): {one.message[:400]}")
    if test.count < FEWEST:
        return Result(
            False,
            f"Your load test sent {test.count} requests to the good app; with fewer than {FEWEST} nothing can be "
            "said. Let its users wait less, or arrive more often.",
        )
    good, begun = test.count - test.fails, _transactions(test)
    if begun is not None and good > MADE_UP * begun:
        return Result(
            False,
            f"Your load test reports {good:,} good requests to the good app, but the database saw only {begun:,} "
            "transactions, and this app begins one for each page. Report only what was really sent.",
        )
    return None


def _transactions(test: LoadTest) -> int | None:
    """How many PostgreSQL counted, which no locustfile can reach; None where nobody counted."""
    if STATEMENTS not in test.files:
        return None
    arm = json.loads(test.files[STATEMENTS])["arms"]["own"]
    return sum(int(one["calls"]) for one in arm["statements"] if BEGIN.match(one["text"]))


def _fails(one: Tried) -> bool:
    """The verdict of the test itself. One that did not come to an end has none."""
    return bool(one.test and one.test.result.get("exit_code"))


def _false_alarm(alarms: list[str], tried: Trials) -> str:
    test = next(test for name in alarms if (test := tried[name].test))
    often = "both times" if len(alarms) == len(GOOD) else "once of two times"
    said = f"Your load test fails the good app {often} (exit code {test.result['exit_code']}): a false alarm. "
    return (
        f"{said}There {test.fails:,} of {test.count:,} requests failed{_errors(test)}, and 95 % took at most "
        f"{words.figure(test.figures.get('p95', 0.0), 'ms')}. A test that cries wolf is switched off within a week: "
        "keep its load below the knee, and leave room between its limits and what a good run shows."
    )


def _errors(test: LoadTest) -> str:
    """The learner's own words on the good app, the most frequent first."""
    rows = [f"{str(where)[:60]}: {str(text)[:120]}" for where, text, _ in list(test.result.get("errors", ()))[:SHOWN]]
    return f" ({'; '.join(rows)})" if rows else ""


def _told(asked: DetectionAsked, tried: Trials) -> str:
    lines = [
        f"Fault {place}: {'noticed. ' + fault.noticed if _fails(tried[fault.name]) else 'not noticed. ' + fault.missed}"
        for place, fault in enumerate(asked.faults, 1)
    ]
    return "\n".join(["The good app: passed both times, as it should be.", *lines])


KIND = Kind(DetectionAsked, wants, none_to_fill, check, trials, conclude)
