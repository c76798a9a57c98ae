"""A locustfile that cannot run is told what is wrong, where, and what to do."""

import pytest

HEAD = "from locust import HttpUser, events, task, LoadTestShape, constant\n"
USER = HEAD + "class U(HttpUser):\n    wait_time = constant(0.05)\n    @task\n    def t(self):\n        "

PROBLEMS = {
    "a syntax error": ("import locust\nclass U(locust.HttpUser)\n    pass\n", "locustfile.py line 2: syntax error"),
    "a bad indent": ("x = 1\n  y = 2\n", "locustfile.py line 2: syntax error, unexpected indent"),
    "null bytes": ("x = 1\0\n", "null bytes"),
    "no user class": ("X = 1\n", "locustfile.py has no User class. A load test needs one"),
    "only an abstract class": (HEAD + "class U(HttpUser):\n    abstract = True\n", "has no User class"),
    "a missing module": ("\nimport numpy_but_not_there\n", "locustfile.py line 2: there is no module named"),
    "a missing name": ("from locust import HttpUsr\n", "locustfile.py line 1: ImportError: cannot import name"),
    "an exception at import": ("def f():\n    return [][0]\nf()\n", "locustfile.py line 2: IndexError"),
    "an exit at import": ("import sys\nsys.exit(3)\n", "locustfile.py line 2: the file ended the program"),
    "no task": (HEAD + "class U(HttpUser):\n    pass\n", "no user class has a task"),
    "no weight": (USER + "pass\n    weight = 0\n", "There are no users with weight > 0"),
    "a failing init hook": (
        USER + "pass\n@events.init.add_listener\ndef i(**_):\n    {}['a']\n",
        "A handler of events.init failed: an event handler or on_stop: KeyError: 'a'",
    ),
    "a user that cannot be made": (
        USER + "pass\n    def __init__(self, environment):\n        raise OSError('no card')\n",
        "No user could be started: OSError: no card",
    ),
    "a shape that cannot be made": (
        USER + "pass\nclass S(LoadTestShape):\n    tick = None\n    def __init__(self):\n        1 / 0\n",
        "locustfile.py line 10: ZeroDivisionError",
    ),
    "an option without default": (
        USER
        + "pass\n@events.init_command_line_parser.add_listener\ndef o(parser):\n"
        + "    parser.add_argument('--who', required=True)\n",
        "option of its own has no default",
    ),
}


@pytest.mark.parametrize("kind", PROBLEMS)
def test_the_problem_is_named(explore, kind):
    locustfile, message = PROBLEMS[kind]
    lines, _, code = explore(locustfile)
    assert code == 1
    assert [(line["op"], line["reason"]) for line in lines] == [("problem", "locustfile_error")]
    assert message in lines[0]["message"]


def test_a_missing_module_comes_with_the_list_of_what_there_is(explore):
    message = explore("import numpy_but_not_there\n")[0][0]["message"]
    assert "'numpy_but_not_there'" in message
    assert "Python's standard library, your own files beside it, and: locust, " in message
    assert "requests" in message


def test_an_error_in_a_helper_file_names_that_file(explore):
    lines, _, _ = explore("import helper\n", files={"helper.py": "x = 1\nraise ValueError('no')\n"})
    assert lines[0]["message"] == "helper.py line 2: ValueError: no"


def test_tags_that_leave_nothing_are_named(explore):
    lines, _, _ = explore(USER + "pass\n", tags=["absent"])
    assert "no user class has a task with the tags absent" in lines[0]["message"]


def test_an_app_that_is_not_healthy_is_no_fault_of_the_locustfile(explore, shop, factory):
    runner = factory.make("perfgym.loadgen.explore", {"locustfile.py": USER + "pass\n"})
    shop.health = 500
    runner.send(op="hello", target=shop.url, health="/healthz", users=1, spawn_rate=1, seconds=1, ready_timeout=0.2)
    lines, _, code = runner.finish()
    assert code == 1
    detail = f"{shop.url}/healthz did not answer 200 within 0.2 s: it answered 500"
    assert lines == [{"op": "not_ready", "detail": detail}]


def test_exceptions_in_tasks_and_hooks_are_shown_with_their_line(explore):
    locustfile = (
        USER
        + "self.client.get('/').json()['absent']\n"
        + "@events.test_start.add_listener\ndef s(**_):\n    raise RuntimeError('hook')\n"
    )
    lines, _, code = explore(locustfile, seconds=1)
    assert code == 0
    errors = {(where, text): count for line in lines if line["op"] == "errors" for where, text, count in line["rows"]}
    assert errors["locustfile.py line 6", "KeyError: 'absent'"] > 0
    assert errors["an event handler or on_stop", "RuntimeError: hook"] == 1
    assert lines[-1]["fails"] == 0


def test_a_shape_that_raises_ends_the_test_and_is_shown(explore):
    lines, _, _ = explore(USER + "pass\nclass S(LoadTestShape):\n    def tick(self):\n        return 1 / 0\n")
    errors = [row for line in lines if line["op"] == "errors" for row in line["rows"]]
    assert errors == [["locustfile.py line 9", "ZeroDivisionError: division by zero", 1]]
    assert (lines[-1]["ended"], lines[-1]["complete"]) == ("shape", True)
