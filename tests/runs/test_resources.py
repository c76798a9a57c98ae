"""What the parts of a pod use: by second of a load test, by every second slice of a comparison."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from perfgym.runs import resources
from perfgym.runs.arm import Arm
from perfgym.runs.errorkinds import A_SECOND, ErrorKinds
from perfgym.runs.models import State
from perfgym.runs.pairs import Measured
from perfgym.runs.resources import Meter, Meters
from perfgym.sandbox.docker import usage
from perfgym.sandbox.protocol import Usage
from tests.measure.measure_factories import segment
from tests.runs import told

MEGABYTE = 10**6


class Parts:
    """An arm whose app has used one CPU second more and a megabyte more each time it is asked."""

    asked = 0

    def usage(self) -> dict[str, Usage]:
        self.asked += 1
        return {"app": Usage(float(self.asked), self.asked * MEGABYTE), "generator": Usage(0.5, 7)}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes on only when a test says so: its one number is the time."""
    now = [100.0]
    monkeypatch.setattr(resources, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def parts() -> tuple[Parts, Arm]:
    made = Parts()
    return made, cast(Arm, made)


def test_cpu_is_seconds_a_second_and_a_part_that_is_not_there_is_absent(clock: list[float]) -> None:
    meter = Meter(parts()[1])
    clock[0] += 2
    assert meter.take() == {
        "app": {"cpu": 0.5, "memory": 2 * MEGABYTE},
        "generator": {"cpu": 0.0, "memory": 7},
    }


def test_what_was_used_before_the_beginning_does_not_count(clock: list[float]) -> None:
    meter = Meter(parts()[1])
    clock[0] += 60
    meter.begin()
    clock[0] += 1
    assert meter.take()["app"]["cpu"] == 1.0


def test_two_readings_in_one_moment_are_one(clock: list[float]) -> None:
    made, arm = parts()
    meter = Meter(arm)
    clock[0] += 1
    first = meter.take()
    clock[0] += 0.01
    assert meter.take() == first
    assert made.asked == 2


def slices(ratio: float = 0.4, count: int = 4) -> list[Measured]:
    return [Measured(one, ()) for one in segment(ratio, seed=3, pairs=2, slices=count).slices]


def test_a_comparison_is_read_after_every_second_slice_and_its_time_goes_on_over_segments(clock: list[float]) -> None:
    rows: list[dict[str, Any]] = []
    told_after = []
    for number in range(2):
        meters = Meters({"before": parts()[1], "after": parts()[1]}, number, rows)
        for one in slices():
            clock[0] += one.slice.seconds
            told_after.append(meters.after(one))
    assert told_after[0] == {}
    assert set(told_after[1]) == {"before", "after"}
    assert [(row["t"], row["segment"]) for row in rows] == [(1.0, 0), (2.0, 0), (3.0, 1), (4.0, 1)]
    assert {row[arm]["app"]["cpu"] for row in rows for arm in ("before", "after")} == {1.0}


@pytest.mark.parametrize(
    ("stat", "expected"),
    [
        ({"cache": 900, "rss": 300, "shmem": 50, "total_rss": 1}, 350),  # version 1
        ({"anon": 300, "file": 900, "shmem": 50}, 350),  # version 2
        ({}, 0),
    ],
)
def test_page_cache_is_no_part_of_a_containers_memory(stat: dict[str, int], expected: int) -> None:
    assert usage._resident(stat) == expected


def test_errors_are_told_by_second_with_their_kind() -> None:
    kinds = ErrorKinds()
    assert kinds.since([["GET /", "500", 3]]) == [[0, 3]]
    assert kinds.since([["GET /b", "timeout", 5], ["GET /", "500", 4]]) == [[1, 5], [0, 1]]
    assert kinds.since([["GET /b", "timeout", 2], ["GET /", "500", 4]]) == []  # a count that falls is no error less
    assert kinds.named() == [["GET /", "500"], ["GET /b", "timeout"]]
    assert len(kinds.since([["GET /", str(number), 1] for number in range(90)])) == A_SECOND


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_each_second_of_a_load_test_has_its_resources_and_its_errors() -> None:
    run = told.explore(
        told.SECOND,
        told.NAME,
        {"op": "errors", "rows": [["GET /", "HTTP 500", 2]]},
        {**told.SECOND, "t": 2},
        {"op": "errors", "rows": [["GET /b", "timed out", 1], ["GET /", "HTTP 500", 3]]},
        told.RAW,
        told.SUMMARY,
    )
    assert run.state == State.FINISHED, run.message
    first, second = run.result["series"]
    assert set(first["resources"]) == {"app", "database", "generator"}
    assert set(first["resources"]["app"]) == {"cpu", "memory"}
    assert (first["errors"], second["errors"]) == ([[0, 2]], [[1, 1], [0, 1]])
    assert run.result["error_kinds"] == [["GET /", "HTTP 500"], ["GET /b", "timed out"]]
