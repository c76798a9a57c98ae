"""The lines of an exploration: every request raw, and everything shown computed from them."""

import numpy
import pytest
from loadgen_parts import Factory, open_shop, raw, run_exploration

MIXED = """
    import random
    from locust import FastHttpUser, constant, task

    class Visitor(FastHttpUser):
        wait_time = constant(0.01)

        @task(3)
        def page(self):
            self.client.get("/books")

        @task
        def broken(self):
            self.client.get("/oddities/broken")
"""

MANY_NAMES = """
    from locust import FastHttpUser, task

    class Visitor(FastHttpUser):
        @task
        def all(self):
            for i in range(300):
                self.environment.events.request.fire(
                    request_type="GET", name=f"/book/{i}", response_time=float(i), response_length=1, exception=None
                )
            self.environment.runner.quit()
"""

ODD_EVENTS = """
    from locust import User, task

    class Visitor(User):
        @task
        def odd(self):
            for ms in (None, float("nan"), float("inf"), -1, "fast", 5):
                self.environment.events.request.fire(
                    request_type="ODD", name=ms, response_time=ms, response_length=ms, exception=None
                )
            self.environment.runner.quit()
"""

PRINTS = """
    import os, subprocess, sys
    from locust import FastHttpUser, task

    print('{"op":"summary","complete":true}', flush=True)
    subprocess.run(["echo", "from a child"])
    assert input is not None and sys.stdin.read() == ""

    class Visitor(FastHttpUser):
        @task
        def once(self):
            os.write(1, b"half a line")
            self.client.get("/")
            self.environment.runner.quit()
"""

EXITS = """
    import sys
    from locust import FastHttpUser, task

    class Visitor(FastHttpUser):
        @task
        def once(self):
            self.client.get("/")
            sys.exit(4)
"""

WAITS = """
    from locust import FastHttpUser, constant, task

    class Visitor(FastHttpUser):
        wait_time = constant(0.02)

        @task
        def page(self):
            self.client.get("/")
"""


def of(lines, op):
    return [line for line in lines if line["op"] == op]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """One run for several questions; nobody changes its lines."""
    factory = Factory(tmp_path_factory.mktemp("mixed"))
    with open_shop() as shop:
        lines, err, code = run_exploration(factory, shop, MIXED, users=4)
    factory.close()
    assert code == 0, err
    return lines


def test_totals_are_those_of_the_raw_rows(mixed):
    rows, summary = raw(mixed), mixed[-1]
    assert summary["count"] == len(rows)
    assert summary["fails"] == sum(not row[3] for row in rows) > 0
    assert sum(count for _, count, *_ in summary["by_name"]) == len(rows)
    assert summary["raw_dropped"] == 0
    assert summary["rps"] == pytest.approx(len(rows) / summary["duration"], rel=1e-3)


def test_percentiles_come_from_raw_values(mixed):
    summary, values = mixed[-1], [row[2] for row in raw(mixed)]
    assert [summary["p50"], summary["p95"], summary["p99"]] == pytest.approx(numpy.percentile(values, [50, 95, 99]))
    names = {line["name"]: line["index"] for line in of(mixed, "name")}
    for name, _, _, *percentiles in summary["by_name"]:
        own = [row[2] for row in raw(mixed) if row[1] == names[name]]
        assert percentiles == pytest.approx(numpy.percentile(own, [50, 95, 99]))


def test_each_second_has_a_line_with_the_generators_own_state(mixed):
    seconds = of(mixed, "second")
    assert [line["t"] for line in seconds] == [1, 2]
    for line in seconds:
        assert line["users"] == 4
        assert line["rps"] > line["fails"] > 0
        assert line["p50"] <= line["p95"] <= line["p99"]
        assert line["cpu"] > 0
        assert line["lag"] >= 0
        assert {name for name, *_ in line["by_name"]} == {"GET /books", "GET /oddities/broken"}


def test_names_are_told_before_they_are_used(mixed):
    told = set()
    for line in mixed:
        if line["op"] == "name":
            told.add(line["index"])
        if line["op"] == "raw":
            assert {row[1] for row in raw([line])} <= told


def test_bytes_and_times_of_raw_rows(mixed):
    rows, duration = raw(mixed), mixed[-1]["duration"]
    assert all(row[4] > 0 for row in rows)
    assert all(0 <= row[0] <= duration + 10 for row in rows)  # users are stopped after it, within 10 s
    assert sum(row[0] > duration for row in rows) < len(rows) / 10


def test_only_200_names_are_kept_apart(explore):
    lines, _, _ = explore(MANY_NAMES, users=1)
    names = [line["name"] for line in of(lines, "name")]
    assert len(names) == 201
    assert names[-1] == "other"
    assert lines[-1]["count"] == 300
    assert [row[2] for row in raw(lines)] == [float(i) for i in range(300)]


def test_odd_values_that_a_locustfile_fires_stay_json(explore):
    lines, _, _ = explore(ODD_EVENTS, users=1)
    assert [row[2] for row in raw(lines)] == [0, 0, 0, 0, 0, 5]


def test_prints_go_to_standard_error(explore):
    lines, err, code = explore(PRINTS, users=1)
    assert code == 0
    assert {line["op"] for line in lines} <= {"second", "name", "raw", "summary"}
    assert lines[-1]["count"] == 1
    assert "from a child" in err
    assert "half a line" in err


@pytest.mark.parametrize("locustfile", [EXITS, PRINTS])
def test_a_locustfile_that_ends_its_test_leaves_a_whole_result(explore, locustfile):
    lines, _, code = explore(locustfile, users=1, seconds=30)
    assert code == 0
    assert (lines[-1]["ended"], lines[-1]["complete"], lines[-1]["count"]) == ("locustfile", True, 1)


def test_the_worker_can_end_a_test_early(factory, shop):
    runner = factory.make("perfgym.loadgen.explore", {"locustfile.py": WAITS})
    runner.send(op="hello", target=shop.url, health="/healthz", users=1, spawn_rate=1, seconds=600)
    assert runner.receive()["op"] == "second"
    runner.send(op="stop")
    lines, _, code = runner.finish()
    assert code == 0
    assert (lines[-1]["ended"], lines[-1]["complete"]) == ("stopped", True)


def test_a_termination_signal_still_gives_the_summary(factory, shop):
    runner = factory.make("perfgym.loadgen.explore", {"locustfile.py": WAITS})
    runner.send(op="hello", target=shop.url, health="/healthz", users=1, spawn_rate=1, seconds=600)
    assert runner.receive()["op"] == "second"
    runner.process.terminate()
    lines, _, code = runner.finish()
    assert code == 0
    assert lines[-1]["ended"] == "stopped"
