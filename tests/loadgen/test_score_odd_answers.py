"""Whatever the app answers, the runner reports it and the next turn is served."""

VISIT = """
    from locust import FastHttpUser, SequentialTaskSet, task

    NAMES = {names!r}

    class Rounds(SequentialTaskSet):
        @task
        def all(self):
            for name in NAMES:
                self.client.get("/oddities/" + name, name=name)
                self.client.get("/fine")

    class Visitor(FastHttpUser):
        tasks = [Rounds]
"""


def visit(score, *names, deadline=10.0):
    """The answers to these oddities; asserts that an ordinary answer follows each."""
    runner = score(VISIT.replace("{names!r}", repr(names)), deadline=deadline)
    runner.receive()
    turns = runner.turns(2 * len(names))
    assert [(turn["status"], turn["error"]) for turn in turns[1::2]] == [(200, None)] * len(names)
    return turns[::2]


def test_answers_that_are_none_become_errors(score):
    names = ("closes", "large", "bomb", "notgzip", "head", "garbage")
    turns = visit(score, *names)
    assert [turn["name"] for turn in turns] == [f"GET {name}" for name in names]
    assert [(turn["status"], turn["digest"]) for turn in turns] == [(0, "")] * len(names)
    errors = dict(zip(names, (turn["error"] for turn in turns), strict=True))
    assert errors["large"] == errors["bomb"] == errors["head"] == "TooLarge: the answer is larger than 2,000,000 bytes"
    assert errors["notgzip"].startswith("BadEncoding")
    assert errors["closes"]
    assert errors["garbage"]


def test_a_dripping_answer_ends_at_the_deadline_of_the_whole_request(score):
    (turn,) = visit(score, "hang", deadline=0.4)
    assert turn["error"] == "TookTooLong: no complete answer within 0.4 s"
    assert turn["ms"] >= 400


def test_a_redirect_is_an_answer_and_not_followed(score, shop):
    (turn,) = visit(score, "redirect")
    assert (turn["status"], turn["error"]) == (302, None)
    assert "/moved" not in [path for _, path, _ in shop.seen]


def test_a_request_without_an_answer_is_not_sent_again(score, shop):
    visit(score, "closes")
    assert [path for _, path, _ in shop.seen] == ["/oddities/closes", "/fine"]


def test_cookies_are_not_sent_back(score, shop):
    visit(score, "redirect", "redirect")
    assert all("Cookie" not in headers for _, _, headers in shop.seen)


def test_statuses_are_answers_and_only_500_and_above_an_error(score):
    missing, broken = visit(score, "latin", "broken")
    assert (missing["status"], missing["error"]) == (404, None)
    assert (broken["status"], broken["error"]) == (500, "HTTP 500")
    assert len(missing["digest"]) == len(broken["digest"]) == 16


def test_compressed_answers_are_decoded_before_they_are_compared(score):
    (turn,) = visit(score, "gzip")
    assert turn["bytes"] == len("plain text")


def test_a_dead_app_gives_errors_and_not_an_end(score, shop):
    runner = score(VISIT.replace("{names!r}", "('closes',)"))
    runner.receive()
    runner.turns(1)
    shop.server_close()
    turns = runner.turns(5)
    assert [turn["status"] for turn in turns] == [0] * 5
    assert all(turn["error"] for turn in turns)
    runner.send(op="stop")
    assert runner.finish()[2] == 0
