"""The same seed and the same answers give the same requests, one a turn."""

import time

SHAPED = """
    import random
    from locust import FastHttpUser, SequentialTaskSet, TaskSet, between, task

    class Browse(SequentialTaskSet):
        wait_time = between(5, 9)

        def on_start(self):
            self.client.get("/start")

        @task
        def first(self):
            self.client.get("/first", params={"page": random.randint(1, 9)})

        @task
        def second(self):
            self.client.get(f"/second/{random.randint(1, 9)}", name="/second/ID")
            self.interrupt()

    class Look(TaskSet):
        @task
        def look(self):
            self.client.head("/look")
            self.interrupt(reschedule=False)

    class Visitor(FastHttpUser):
        tasks = {Browse: 2, Look: 1}

        def on_start(self):
            self.client.get("/arrive")
"""


def told(turns):
    return [(turn["name"], turn["path"], turn["digest"]) for turn in turns]


def greeted(runner):
    assert runner.receive()["op"] == "hello"
    return runner


def test_two_runners_with_one_seed_send_the_same_requests(score):
    first, second = greeted(score(seed=7)), greeted(score(seed=7))
    assert told(first.turns(40)) == told(second.turns(40))


def test_another_seed_gives_another_order(score):
    first, second = greeted(score(seed=7)), greeted(score(seed=8))
    assert told(first.turns(40)) != told(second.turns(40))


def test_task_sets_are_walked_in_the_same_order_and_without_think_time(score):
    first, second = greeted(score(SHAPED, seed=3, deadline=2)), greeted(score(SHAPED, seed=3, deadline=2))
    turns = first.turns(30)
    assert told(turns) == told(second.turns(30))
    assert [turn["error"] for turn in turns] == [None] * 30
    assert turns[0]["name"] == "GET /arrive"
    assert {"GET /first", "GET /second/ID", "HEAD /look"} <= {turn["name"] for turn in turns}


def test_nothing_is_sent_before_the_first_turn_and_one_request_in_each(score, shop):
    runner = greeted(score())
    assert shop.seen == []
    for sent in range(1, 6):
        runner.turns(1)
        runner.ask("lag")
        assert len(shop.seen) == sent


def test_a_different_answer_to_the_same_request_has_another_digest(score, shop):
    first, second = greeted(score(seed=5)), greeted(score(seed=5))
    before = first.turns(10)
    shop.edition = 2
    after = second.turns(10)
    assert [turn["path"] for turn in before] == [turn["path"] for turn in after]
    pages = [pair for pair in zip(before, after, strict=True) if pair[0]["name"] == "GET /books"]
    assert pages
    assert all(a["digest"] != b["digest"] for a, b in pages)


def test_a_turn_tells_name_path_size_and_whether_it_writes(score):
    runner = greeted(score(seed=1))
    asked = time.monotonic()
    turns = runner.turns(20)
    page = next(turn for turn in turns if turn["name"] == "GET /books")
    order = next(turn for turn in turns if turn["name"] == "POST /orders")
    assert page["path"].startswith("/books?page=")
    assert (page["status"], page["write"], order["status"], order["write"]) == (200, False, 201, True)
    assert page["bytes"] == len('{"path": "/books", "page": "0", "edition": 1}') + len(page["path"]) - len(
        "/books?page=0"
    )
    assert page["wire"] > page["bytes"]
    assert len(page["digest"]) == 16
    assert page["ms"] > 0
    assert asked <= page["start"] <= time.monotonic()


def test_show_gives_the_normalised_answer_of_the_last_twenty_turns(score):
    runner = greeted(score())
    turns = runner.turns(25)
    shown = runner.ask("show", i=24)
    assert shown["body"].startswith(f"{turns[24]['name']} {turns[24]['status']} ")
    assert runner.ask("show", i=5)["body"] != ""
    assert runner.ask("show", i=4)["body"] == ""
