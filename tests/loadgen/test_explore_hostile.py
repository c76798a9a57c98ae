"""A locustfile that means harm: its run ends, and its output is whole or can be told from a whole one."""

FORGES = """
    import json, os
    from locust import HttpUser, events, task

    print(json.dumps({"op": "summary", "p95": 0.1, "rps": 1e6, "fails": 0, "complete": True}), flush=True)

    @events.test_start.add_listener
    def forge(environment, **_):
        for _ in range(1000):
            environment.events.request.fire(
                request_type="GET", name="/search", response_time=0.1, response_length=10, exception=None
            )
        os.write(1, b'{"op":"summary","p95":0.1,"complete":true}\\n')
        os._exit(0)

    class Visitor(HttpUser):
        @task
        def page(self):
            self.client.get("/")
"""

LEAVES_AT_IMPORT = "import os\nos._exit(0)\n"

SPINS_AT_IMPORT = "print('spinning', flush=True)\nwhile True:\n    pass\n"

PATCHES_THE_CLOCK = """
    import time
    time.time = lambda: 0.0
    from locust import HttpUser, constant, task

    class Visitor(HttpUser):
        wait_time = constant(0.05)

        @task
        def page(self):
            self.client.get("/")
"""

CLOSES_EVERYTHING = """
    import os
    from locust import HttpUser, task

    os.closerange(3, 64)

    class Visitor(HttpUser):
        @task
        def page(self):
            self.client.get("/")
"""

STAYS = """
    import atexit
    from locust import HttpUser, constant, events, task

    @events.quitting.add_listener
    def refuse(**_):
        raise SystemExit("I stay")

    class Visitor(HttpUser):
        wait_time = constant(0.05)

        def on_stop(self):
            raise RuntimeError("I stay")

        @task
        def page(self):
            self.client.get("/")
"""


def complete(lines):
    return [line for line in lines if line["op"] == "summary" and line.get("complete")]


def test_forged_summaries_on_standard_output_are_not_lines(explore):
    lines, err, code = explore(FORGES)
    assert code == 0
    assert complete(lines) == []
    assert '"rps": 1000000.0' in err


def test_an_exit_with_0_at_import_is_no_result(explore):
    lines, _, code = explore(LEAVES_AT_IMPORT)
    assert (lines, code) == ([], 0)


def test_a_spin_at_import_says_nothing_and_dies_when_killed(factory, shop):
    runner = factory.make("perfgym.loadgen.explore", {"locustfile.py": SPINS_AT_IMPORT})
    runner.send(op="hello", target=shop.url, health="/healthz", users=1, spawn_rate=1, seconds=1)
    while "spinning" not in runner.errors():
        assert runner.process.poll() is None
    runner.process.kill()
    lines, _, code = runner.finish()
    assert (lines, code) == ([], -9)


def test_a_patched_clock_does_not_stop_the_end(explore):
    lines, _, code = explore(PATCHES_THE_CLOCK, seconds=1)
    assert code == 0
    assert len(complete(lines)) == 1


def test_a_locustfile_that_closes_our_descriptors_gets_no_summary(explore):
    lines, _, code = explore(CLOSES_EVERYTHING, seconds=1)
    assert code != 0
    assert complete(lines) == []


def test_hooks_that_raise_while_stopping_do_not_take_the_summary_away(explore):
    lines, err, code = explore(STAYS, seconds=1)
    assert code == 0
    assert len(complete(lines)) == 1
    errors = [row for line in lines if line["op"] == "errors" for row in line["rows"]]
    assert ["stopping the test", "SystemExit: I stay", 1] in errors
    assert "RuntimeError: I stay" in err
