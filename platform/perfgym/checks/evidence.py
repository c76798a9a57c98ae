"""What a learner's own runs of a lab have shown, as plain data. Latencies in ms, the newest run first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

Known = TypeVar("Known")


@dataclass(frozen=True)
class Named:
    """The requests of one name in a load test."""

    name: str
    count: int
    fails: int
    figures: Mapping[str, float] = field(default_factory=dict)  # p50, p95, p99


@dataclass(frozen=True)
class LoadTest:
    """A load test that ran to its end. `figures` may hold p50, p95, p99 and rps; `series` their values by second."""

    at: datetime
    users: int  # asked for
    seconds: float  # that it ran
    count: int
    fails: int
    figures: Mapping[str, float]
    names: Mapping[str, Named]
    series: Mapping[str, tuple[float, ...]]
    as_found: bool  # the app was the one that the lab starts from
    test_as_found: bool = False  # so was the locustfile, so nothing of the learner's own code had a hand in it
    like: str = ""  # the same for tests of the same code under the same settings
    result: Mapping[str, Any] = field(default_factory=dict)  # everything that the run keeps
    files: Mapping[str, bytes] = field(default_factory=dict)  # of its evidence, read when they are asked for
    key: str = ""  # the first eight digits of the run's id
    charts: Mapping[str, str] = field(default_factory=dict)  # name -> title of those that it can be shown with


@dataclass(frozen=True)
class Compared:
    """A comparison that was judged. `ratio`, `low` and `high` are after divided by before."""

    at: datetime
    verdict: str
    sentence: str
    ratio: float
    low: float
    high: float
    before: Mapping[str, float]  # p50, p95, p99, cpu_ms, and queries (a request) where the app has a database
    after: Mapping[str, float]
    names: Mapping[str, tuple[float, float]]  # median before and after by name of the request
    result: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    key: str = ""
    charts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """The words of a portfolio entry, and the comparison that it is about."""

    words: str
    about: Compared | None = None


@dataclass(frozen=True)
class Explained:
    """A statement that the learner explained in the console; `plan` as EXPLAIN (FORMAT JSON) gives it."""

    at: datetime
    text: str
    plan: str


def named(names: Mapping[str, Known], name: str) -> Known | None:
    """What is known of the requests of this name. A run puts the method before it: “/books” finds “GET /books”."""
    ends = (each for each in names if each.partition(" ")[2] == name)
    found = next((each for each in (name, f"GET {name}", *ends) if each in names), None)
    return None if found is None else names[found]


@dataclass(frozen=True)
class Evidence:
    """Everything that a check may look at."""

    load_tests: tuple[LoadTest, ...] = ()
    comparisons: tuple[Compared, ...] = ()
    entries: tuple[Written, ...] = ()  # portfolio entries about this lab
    labs: Mapping[str, "Evidence"] = field(default_factory=dict)  # of others with a judged comparison, by their titles
    explained: tuple[Explained, ...] = ()  # the newest first
