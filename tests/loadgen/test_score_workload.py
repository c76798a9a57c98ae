"""A workload that stumbles is started again; one that never asks for anything is called out."""

import pytest

HEAD = """
    import random
    from locust import FastHttpUser, task, TaskSet

    class Visitor(FastHttpUser):
"""

STUMBLES = (
    HEAD
    + """
        @task
        def page(self):
            self.client.get("/books").json()["rows"][0]
"""
)

NEVER_ASKS = (
    HEAD
    + """
        @task
        def page(self):
            raise ValueError("nothing to do")
"""
)

IDLES = (
    HEAD
    + """
        @task
        def page(self):
            pass
"""
)

FALLS_AT_THE_DOOR = (
    HEAD
    + """
        def on_start(self):
            self.client.get("/arrive").json()["rows"]

        @task
        def page(self):
            self.client.get("/books")
"""
)

LEAVES = (
    HEAD
    + """
        def on_start(self):
            raise KeyError("no ticket")

        @task
        def page(self):
            self.client.get("/books")
"""
)

STRAYS = (
    HEAD
    + """
        @task
        def page(self):
            self.client.get("http://192.0.2.1/elsewhere")
"""
)

ASKS = (
    HEAD
    + """
        @task
        def page(self):
            self.client.get("/books?page=1")
"""
)


def turns(score, workload, count=4, **options):
    runner = score(workload, **options)
    assert runner.receive()["op"] == "hello"
    return runner.turns(count)


def test_an_exception_after_a_request_does_not_stop_the_turns(score):
    served = turns(score, STUMBLES)
    assert [(turn["status"], turn["error"]) for turn in served] == [(200, None)] * 4


def test_an_exception_loop_without_requests_ends_each_turn_with_the_reason(score):
    for turn in turns(score, NEVER_ASKS):
        assert turn["error"] == "the workload raised ValueError: nothing to do"
        assert turn["digest"] == ""


def test_a_workload_without_requests_ends_the_turn_after_its_patience(score):
    (turn,) = turns(score, IDLES, 1, deadline=0.5)
    assert turn["error"] == "the workload made no request within 0.6 s"


def test_a_user_that_falls_in_on_start_comes_again(score):
    served = turns(score, FALLS_AT_THE_DOOR)
    assert [(turn["name"], turn["error"]) for turn in served] == [("GET /arrive", None)] * 4


def test_a_user_that_leaves_before_any_request_says_why(score):
    for turn in turns(score, LEAVES):
        assert turn["error"] == "the workload's user stopped: KeyError: 'no ticket'"


def test_only_the_target_is_asked(score, shop):
    (turn,) = turns(score, STRAYS, 1)
    assert turn["error"] == "OutsideTarget: http://192.0.2.1:80 is not the app under test"
    assert shop.seen == []


@pytest.mark.parametrize("normalise", ["raise KeyError('title')", "return body[999]"])
def test_an_answer_the_contract_cannot_read_is_wrong_but_no_error(score, normalise):
    contract = f"def normalise(name, status, headers, body):\n    {normalise}\n"
    first, second = turns(score, ASKS, 2, contract=contract)
    assert (first["error"], second["error"]) == (None, None)
    good = turns(score, ASKS, 1)
    assert first["digest"] == second["digest"] != good[0]["digest"]


def test_a_contract_that_returns_text_is_told(score):
    (turn,) = turns(score, ASKS, 1, contract="def normalise(*_):\n    return 'text'\n")
    assert turn["error"].endswith("normalise returned str, not bytes")


def test_headers_reach_the_contract_in_small_letters(score):
    contract = "def normalise(name, status, headers, body):\n    return repr(sorted(headers)).encode()\n"
    runner = score(ASKS, contract=contract)
    runner.receive()
    runner.turns(1)
    assert runner.ask("show", i=0)["body"] == "['content-length', 'date', 'server']"


def test_facts_are_what_the_contract_observed(score):
    runner = score(ASKS)
    runner.receive()
    runner.turns(3)
    assert runner.ask("facts")["facts"] == {"GET /books": 3}


@pytest.mark.parametrize(
    ("workload", "contract", "message"),
    [
        ("import locust\nclass U(locust.FastHttpUser)\n", None, "workload.py line 2: syntax error"),
        ("import locust\nclass U(locust.HttpUser): pass\n", None, "exactly one user class"),
        (ASKS, "x = 1\n", "no function normalise"),
        (ASKS, "import nowhere_to_be_found\n", "nowhere_to_be_found"),
    ],
)
def test_faults_of_the_labs_author_end_with_a_problem(score, workload, contract, message):
    runner = score(workload, contract=contract) if contract else score(workload)
    lines, _, code = runner.finish()
    assert code == 1
    assert [(line["op"], line["reason"]) for line in lines] == [("problem", "workload_error")]
    assert message in lines[0]["message"]
