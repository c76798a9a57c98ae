"""Every ordinary kind of locustfile runs as it is."""

import pytest

HTTP_USER = """
    from locust import HttpUser, constant, task

    class Visitor(HttpUser):
        host = "http://192.0.2.1"
        wait_time = constant(0.05)

        @task
        def page(self):
            self.client.get("/books?page=1", name="/books")
"""

FAST_USER = """
    from locust import FastHttpUser, constant_pacing, task

    class Visitor(FastHttpUser):
        wait_time = constant_pacing(0.05)

        @task
        def page(self):
            with self.rest("GET", "/books") as answer:
                assert answer.js["edition"] == 1
"""

SEQUENCE = """
    from locust import HttpUser, SequentialTaskSet, constant, task

    class Steps(SequentialTaskSet):
        @task
        def one(self):
            self.client.get("/one")

        @task
        def two(self):
            self.client.get("/two")

    class Visitor(HttpUser):
        wait_time = constant(0.02)
        tasks = [Steps]
"""

TAGGED = """
    from locust import FastHttpUser, constant, tag, task

    class Visitor(FastHttpUser):
        wait_time = constant(0.05)

        @tag("read")
        @task
        def read(self):
            self.client.get("/read")

        @tag("write")
        @task
        def write(self):
            self.client.post("/write", json={})
"""

CHECKED = """
    from locust import HttpUser, constant, task

    class Visitor(HttpUser):
        wait_time = constant(0.05)

        @task
        def good(self):
            self.client.get("/good")

        @task
        def refused(self):
            with self.client.get("/refused", catch_response=True) as answer:
                answer.failure("not the page I wanted")

        @task
        def forgiven(self):
            with self.client.get("/oddities/latin", catch_response=True) as answer:
                answer.success()
"""

TWO_CLASSES = """
    from locust import FastHttpUser, HttpUser, constant, task

    class Regular(HttpUser):
        wait_time = constant(0.05)
        weight = 3

        @task
        def page(self):
            self.client.get("/regular")

    class Inspector(FastHttpUser):
        wait_time = constant(0.05)
        fixed_count = 1

        @task
        def page(self):
            self.client.get("/inspector")

    class Never(HttpUser):
        weight = 0

        @task
        def page(self):
            self.client.get("/never")
"""

SHAPE = """
    from locust import FastHttpUser, LoadTestShape, constant, task

    class Visitor(FastHttpUser):
        wait_time = constant(0.05)

        @task
        def page(self):
            self.client.get("/books")

    class Steps(LoadTestShape):
        ticks = 0

        def tick(self):
            self.ticks += 1
            return {1: (2, 100), 2: (9, 100), 3: (500, 100)}.get(self.ticks)
"""

HOOKS = """
    from locust import HttpUser, constant, events, task

    @events.init_command_line_parser.add_listener
    def options(parser):
        parser.add_argument("--edition", type=int, default=3)

    @events.init.add_listener
    def init(environment, **_):
        environment.hooked = ["init", environment.parsed_options.edition, environment.parsed_options.num_users]

    @events.test_start.add_listener
    def start(environment, **_):
        environment.hooked.append("start")

    @events.test_stop.add_listener
    def stop(environment, **_):
        environment.hooked.append("stop")

    @events.quitting.add_listener
    def quitting(environment, **_):
        print("hooked", environment.hooked + ["quitting"])

    class Visitor(HttpUser):
        wait_time = constant(0.05)

        def on_stop(self):
            self.client.get("/leave")

        @task
        def page(self):
            self.client.get("/page")
"""


def summary(lines):
    assert [line["op"] for line in lines].count("summary") == 1
    assert lines[-1]["complete"] is True
    return lines[-1]


def counts(lines):
    return {name: count for name, count, *_ in summary(lines)["by_name"]}


@pytest.mark.parametrize(("locustfile", "name"), [(HTTP_USER, "GET /books"), (FAST_USER, "GET /books")])
def test_both_http_users_run_against_the_target_whatever_their_host(explore, shop, locustfile, name):
    lines, err, code = explore(locustfile)
    assert code == 0, err
    assert set(counts(lines)) == {name}
    assert summary(lines)["fails"] == 0
    unfinished = sum(path.startswith("/books") for _, path, _ in shop.seen) - summary(lines)["count"]
    assert 0 <= unfinished <= 3  # each user's last request may be cut off at the end
    assert summary(lines)["ended"] == "time"


def test_a_sequence_keeps_its_order(explore):
    by_name = counts(explore(SEQUENCE, users=1)[0])
    assert by_name["GET /one"] - by_name["GET /two"] in (0, 1)


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"tags": ["read"]}, {"GET /read"}),
        ({"exclude_tags": ["read"]}, {"POST /write"}),
        ({}, {"GET /read", "POST /write"}),
    ],
)
def test_tags_choose_tasks(explore, chosen, names):
    assert set(counts(explore(TAGGED, seconds=1, **chosen)[0])) == names


def test_checks_in_the_locustfile_decide_what_failed(explore):
    lines, _, _ = explore(CHECKED)
    fails = {name: (count, fails) for name, count, fails, *_ in summary(lines)["by_name"]}
    assert fails["GET /good"][1] == fails["GET /oddities/latin"][1] == 0
    refused, failed = fails["GET /refused"]
    assert refused == failed > 0
    errors = [row for line in lines if line["op"] == "errors" for row in line["rows"]]
    assert errors[-1] == ["GET /refused", "not the page I wanted", failed]


def test_several_classes_share_the_users(explore):
    lines, _, _ = explore(TWO_CLASSES, users=4)
    assert set(counts(lines)) == {"GET /regular", "GET /inspector"}
    assert summary(lines)["users"] == 4


def test_a_shape_decides_the_users_within_the_cap_and_ends_the_run(explore):
    lines, _, code = explore(SHAPE, users=1, seconds=30, max_users=12)
    assert code == 0
    users = [line["users"] for line in lines if line["op"] == "second"]
    assert users[0] == 2
    assert max(users) == summary(lines)["users"] == 12
    assert summary(lines)["ended"] == "shape"


def test_hooks_and_own_options_work(explore, shop):
    lines, err, code = explore(HOOKS, users=2, seconds=1)
    assert code == 0
    assert "hooked ['init', 3, 2, 'start', 'stop', 'quitting']" in err
    assert counts(lines)["GET /leave"] == 2


ASKS_FOR_MORE = """
    from locust import FastHttpUser, constant, events, task

    @events.test_start.add_listener
    def more(environment, **_):
        environment.runner.start(50, 100)
        environment.runner.spawn_users({"Visitor": 50})

    class Visitor(FastHttpUser):
        wait_time = constant(0.2)

        @task
        def page(self):
            with self.client.get("/healthz", catch_response=True) as answer:
                answer.success()
"""


def test_no_more_users_than_there_may_be_and_it_is_said(explore):
    lines, _, code = explore(ASKS_FOR_MORE, max_users=5)
    assert code == 0
    assert max(line["users"] for line in lines if line["op"] == "second") <= 5
    notes = {line["code"]: line["value"] for line in lines if line["op"] == "note"}
    assert notes["users_capped"] >= 50
    assert notes["accepts_all"] == 14
