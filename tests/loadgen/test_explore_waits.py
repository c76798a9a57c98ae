"""A worker that wants to know when the traffic begins is told, and the traffic waits for its word."""

import pytest
from loadgen_parts import Factory, ShopServer

LOCUSTFILE = """
    from locust import FastHttpUser, constant, task

    class Visitor(FastHttpUser):
        wait_time = constant(0.05)

        @task
        def page(self):
            self.client.get("/books")
"""


@pytest.mark.parametrize("processes", [1, 2])
def test_no_request_is_sent_before_the_workers_word(factory: Factory, shop: ShopServer, processes: int) -> None:
    runner = factory.make("perfgym.loadgen.explore", {"locustfile.py": LOCUSTFILE})
    asked = {"users": 2, "spawn_rate": 50, "seconds": 1, "tags": [], "processes": processes}
    runner.send(op="hello", target=shop.url, health="/healthz", waits=True, **asked)
    assert runner.receive() == {"op": "ready"}
    assert {path for _, path, _ in shop.seen} <= {"/healthz"}
    runner.send(op="go")
    lines, _, code = runner.finish()
    assert (code, lines[-1]["op"], lines[-1]["processes"]) == (0, "summary", processes)
    assert lines[-1]["count"] > 0


def test_a_word_that_is_another_ends_it(factory: Factory, shop: ShopServer) -> None:
    runner = factory.make("perfgym.loadgen.explore", {"locustfile.py": LOCUSTFILE})
    runner.send(op="hello", target=shop.url, health="/healthz", waits=True, users=1, spawn_rate=1, seconds=1, tags=[])
    runner.receive()
    runner.send(op="gone")
    lines, _, code = runner.finish()
    assert (code, lines[-1]["op"], lines[-1]["reason"]) == (1, "problem", "protocol")
