"""What a load test says of itself: the exit code that `locust --headless` would end with."""

import pytest

TEST = """
    from locust import FastHttpUser, constant, events, task

    class Visitor(FastHttpUser):
        wait_time = constant(0.1)

        @task
        def page(self):
            {task}

    @events.quitting.add_listener
    def verdict(environment, **_):
        {verdict}
"""
GOOD = 'self.client.get("/books")'


@pytest.mark.parametrize(
    ("task", "verdict", "code"),
    [
        (GOOD, "pass", 0),
        ('self.client.get("/oddities/broken")', "pass", 1),
        ("raise ValueError", "pass", 1),
        (GOOD, "environment.process_exit_code = 3", 3),
        ("raise ValueError", "environment.process_exit_code = 0", 0),
        (GOOD, "environment.process_exit_code = 'no'", 1),
        (GOOD, "environment.process_exit_code = 10**30", 1),
    ],
)
def test_the_exit_code_is_locusts_own(explore, task, verdict, code):
    lines, _, _ = explore(TEST.format(task=task, verdict=verdict), users=2, seconds=1)
    assert lines[-1]["exit_code"] == code


def test_one_process_that_fails_fails_them_all(explore):
    verdict = "environment.process_exit_code = 7 if environment.parsed_options else 0"
    lines, _, _ = explore(TEST.format(task=GOOD, verdict=verdict), users=4, seconds=1, processes=2)
    assert (lines[-1]["processes"], lines[-1]["exit_code"]) == (2, 7)
