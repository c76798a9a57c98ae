"""Paced arrivals in a learner's locustfile: both latencies of every request, on one process and on several."""

import pytest
from loadgen_parts import raw

PACED = """
    from locust import FastHttpUser, tag, task
    from perfgym_load import arrivals

    class Visitor(FastHttpUser):
        wait_time = arrivals.paced(per_second=100, poisson=True, seed=3)

        @tag("read")
        @task
        def page(self):
            self.client.get("/page")

        @tag("write")
        @task
        def order(self):
            self.client.post("/order", json={})
"""

TWO_REQUESTS = """
    import gevent
    from locust import FastHttpUser, task
    from perfgym_load.arrivals import paced

    class Visitor(FastHttpUser):
        wait_time = paced(per_second=500)

        @task
        def both(self):
            self.client.get("/first")
            gevent.spawn(self.client.get, "/second").join()
            gevent.sleep(0.05)
"""

PARALLEL = """
    import gevent
    from locust import FastHttpUser, task
    from perfgym_load import arrivals

    class Visitor(FastHttpUser):
        wait_time = arrivals.paced(per_second=500)

        @task
        def page(self):
            gevent.joinall([gevent.spawn(self.client.get, "/part") for _ in range(2)])
            gevent.sleep(0.05)
"""

STEPS = """
    from locust import FastHttpUser, task
    from perfgym_load import arrivals

    class Visitor(FastHttpUser):
        wait_time = arrivals.paced()

        @task
        def page(self):
            self.client.get("/page")

    class Load(arrivals.Steps):
        steps = ((1, 20), (1, 60))
"""

CLOSED = """
    from locust import HttpUser, constant, events, task

    class Visitor(HttpUser):
        wait_time = constant(0.05)

        @task
        def page(self):
            with self.client.get("/page", catch_response=True) as answer:
                answer.failure("refused")
"""

SHAPED = """
    from locust import FastHttpUser, LoadTestShape, constant, task

    class Visitor(FastHttpUser):
        wait_time = constant(0.05)

        @task
        def page(self):
            self.client.get("/page")

    class Climb(LoadTestShape):
        ticks = 0

        def tick(self):
            self.ticks += 1
            return {1: (3, 100), 2: (7, 100)}.get(self.ticks)
"""

LEAVES = """
    import os
    from locust import FastHttpUser, task

    class Visitor(FastHttpUser):
        @task
        def leave(self):
            os._exit(0)
"""


def by_name(lines):
    names = {line["index"]: line["name"] for line in lines if line["op"] == "name"}
    found = {}
    for row in raw(lines):
        found.setdefault(names[row[1]], []).append(row)
    return found


@pytest.mark.parametrize("processes", [1, 2])
def test_a_paced_test_offers_its_rate_and_keeps_both_latencies(explore, processes):
    lines, err, code = explore(PACED, users=5, processes=processes, tags=["read"])
    assert code == 0, err
    summary, rows = lines[-1], raw(lines)
    assert summary["processes"] == processes
    assert set(by_name(lines)) == {"GET /page"}
    assert summary["count"] == len(rows) > 50
    assert summary["begun"] >= len(rows)
    assert summary["due"] >= summary["begun"] - 5  # users hold arrivals that are not due
    assert all(row[5] > row[2] for row in rows)


def test_only_the_first_request_of_an_iteration_carries_its_lateness(explore):
    found = by_name(explore(TWO_REQUESTS, users=2)[0])
    assert max(row[-1] - row[2] for row in found["GET /first"]) > 500  # 500 a second by users that do 40
    assert all(row[5] == row[2] for row in found["GET /second"])


def test_a_request_in_a_greenlet_of_the_task_carries_it_too(explore):
    rows = raw(explore(PARALLEL, users=2)[0])
    late = [row for row in rows if row[5] > row[2]]
    assert len(rows) / 2 - 2 <= len(late) <= len(rows) / 2 + 2


def test_steps_decide_rates_and_end(explore):
    lines, err, code = explore(STEPS, users=4, seconds=30)
    assert code == 0, err
    assert lines[-1]["ended"] == "shape"
    assert (lines[-1]["due"], lines[-1]["paced"]) == (80, 2.0)
    assert lines[-1]["users"] == 4


def test_without_pacing_rows_have_one_latency(explore):
    lines, _, _ = explore(CLOSED)
    assert all(row[5] == row[2] for row in raw(lines))
    assert (lines[-1]["due"], lines[-1]["begun"]) == (0, 0)


def test_several_processes_read_as_one(explore):
    lines, err, code = explore(CLOSED, users=5, processes=3)
    assert code == 0, err
    summary, rows = lines[-1], raw(lines)
    assert (summary["processes"], summary["users"]) == (3, 5)
    assert summary["count"] == summary["fails"] == len(rows)
    assert all(0 <= row[0] <= summary["duration"] + 10 for row in rows)  # as one clock tells them
    assert [line["t"] for line in lines if line["op"] == "second"] == [1, 2]
    errors = [line["rows"] for line in lines if line["op"] == "errors"]
    assert errors[-1] == [["GET /page", "refused", len(rows)]]


def test_a_shape_is_divided_among_processes(explore):
    lines, err, code = explore(SHAPED, processes=2, seconds=30)
    assert code == 0, err
    assert lines[-1]["ended"] == "shape"
    assert [line["users"] for line in lines if line["op"] == "second"][:2] == [3, 7]


def test_a_process_that_leaves_ends_the_test_without_a_summary(explore):
    lines, err, code = explore(LEAVES, processes=2)
    assert code == 1
    assert "ended with exit code 0 before its summary" in err
    assert [line for line in lines if line["op"] == "summary"] == []


def test_a_stop_reaches_all_processes(factory, shop):
    files = {"locustfile.py": CLOSED}
    runner = factory.make("perfgym.loadgen.explore", files)
    runner.send(op="hello", target=shop.url, health="/healthz", users=2, spawn_rate=9, seconds=600, processes=2)
    assert runner.receive()["op"] == "second"
    runner.send(op="stop")
    lines, _, code = runner.finish()
    assert (code, lines[-1]["op"], lines[-1]["ended"]) == (0, "summary", "stopped")


USER = """
from locust import FastHttpUser, task
from perfgym_load import arrivals
class Visitor(FastHttpUser):
    wait_time = arrivals.paced({})
    @task
    def page(self): pass
"""
LOAD = "class Load(arrivals.Steps): steps = ((10, 20),)\n"
UNPACED = "wait_time = arrivals.paced({})", "pass"
MISUSED = {
    "no rate": (USER.format(""), "arrivals.paced() has no rate. Write arrivals.paced(per_second=50)"),
    "two rates": (USER.format(5) + LOAD, "both give a rate"),
    "nobody paced": (USER.replace(*UNPACED) + LOAD, "no user follows them"),
    "a bad rate": (USER.format("per_second=-1"), "locustfile.py line 5: ArrivalsError: per_second must be above 0"),
    "bad steps": (USER.format("") + "class Load(arrivals.Steps): pass\n", "Load.steps is empty"),
}


@pytest.mark.parametrize("how", MISUSED)
def test_a_misuse_is_named(explore, how):
    locustfile, says = MISUSED[how]
    lines, _, code = explore(locustfile)
    assert code == 1
    assert [line["reason"] for line in lines] == ["locustfile_error"]
    assert says in lines[0]["message"]
