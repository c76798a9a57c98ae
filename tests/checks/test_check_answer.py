"""An answer is compared with the learner's own evidence: close passes, twenty plausible wrong ones do not."""

from typing import Any

import pytest

from perfgym.checks import registry
from perfgym.checks.kind import Result
from tests.checks import wrong
from tests.checks.wrong import compared, evidence, load_test

MEDIAN = {"question": "What is the median?", "figure": "p50"}
RATIO = {"question": "How many times?", "figure": "p50", "ask": "ratio", "name": "/books", "against": "/books/ID"}


def judged(text: str, more: dict[str, Any], found: Any) -> Result:
    return registry.judge(wrong.asked("answer", **more), {"answer": text}, found)


@pytest.mark.parametrize("text", ["23.7", "24", "23,7", " 23.7 ms ", "+23.2", "0023.7"])
def test_what_the_page_of_the_run_shows_is_right(text: str) -> None:
    assert judged(text, MEDIAN, evidence([load_test()])).passed


@pytest.mark.parametrize(
    ("more", "found", "right"),
    [
        (MEDIAN, evidence([load_test()]), 23.7),
        (MEDIAN | {"figure": "p95", "name": "/books"}, evidence([load_test()]), 2 * 1.1 * 23.7),
        (MEDIAN | {"figure": "rps"}, evidence([load_test()]), 31.4),
        (MEDIAN | {"figure": "rps", "name": "/books"}, evidence([load_test()]), 15),
        (RATIO, evidence([load_test()]), 1.1 / 0.37),
        (MEDIAN | {"figure": "queries", "source": "before"}, evidence(comparisons=[compared()]), 41.3),
        (MEDIAN | {"figure": "cpu_ms", "source": "after"}, evidence(comparisons=[compared()]), 9.1),
    ],
)
def test_plausible_wrong_answers_are_refused_and_the_right_one_is_not_told(
    more: dict[str, Any], found: Any, right: float
) -> None:
    wrong.refused(wrong.asked("answer", **more), found, right)
    assert judged(f"{right:.3g}", more, found).passed


def test_no_constant_is_right_for_two_learners() -> None:
    slow, quick = evidence([load_test(80.0)]), evidence([load_test(20.0)])
    for text in map(str, range(1, 200)):
        assert not (judged(text, MEDIAN, slow).passed and judged(text, MEDIAN, quick).passed)


def test_repeats_that_differ_allow_more_and_never_more_than_a_quarter() -> None:
    restless = evidence([load_test(20.0), load_test(23.0, ago=5)])
    assert judged("22.9", MEDIAN, restless).passed
    assert judged("22.9", MEDIAN, restless).message.startswith("Recorded was 20 ms, the median")
    assert not judged("22.9", MEDIAN, evidence([load_test(20.0)])).passed
    assert not judged("22.9", MEDIAN, evidence([load_test(20.0), load_test(23.0, ago=5, like="b")])).passed
    assert not judged("39", MEDIAN, evidence([load_test(20.0), load_test(40.0, ago=5)])).passed


def test_a_restless_test_allows_more_than_a_calm_one() -> None:
    wild = load_test(20.0, series={"p50": (8.0, 35.0, 12.0, 40.0, 9.0, 31.0, 11.0, 14.0)})
    assert judged("23.5", MEDIAN, evidence([wild])).passed
    assert not judged("23.5", MEDIAN, evidence([load_test(20.0)])).passed


def test_the_slowest_name_is_chosen_from_ones_own_test() -> None:
    asked = wrong.asked("answer", question="Which?", figure="p50", ask="highest")
    found = evidence([load_test()])
    assert registry.blanks(asked, found)[0].options == ("GET /books", "GET /books/ID")
    assert registry.judge(asked, {"answer": "GET /books"}, found).passed
    refusal = registry.judge(asked, {"answer": "GET /books/ID"}, found)
    assert not refusal.passed
    assert "/books”" not in refusal.message
    close = evidence([load_test(names=wrong.names({"/a": 10.0, "/b": 10.2}))])
    assert "too close" in registry.judge(asked, {"answer": "/b"}, close).message
    assert "no finished load test" in registry.judge(asked, {}, evidence()).message


@pytest.mark.parametrize(
    ("text", "found", "said"),
    [
        ("", evidence([load_test()]), "Nothing was filled in"),
        ("fast", evidence([load_test()]), "is not a number"),
        ("9" * 41, evidence([load_test()]), "takes 40 characters"),
        ("20", evidence(), "no finished load test"),
        ("20", evidence([load_test(users=1)]), "had 1 users; at least 5"),
        ("20", evidence([load_test(as_found=False)]), "as you found it"),
        ("50", evidence([load_test()]), "mind the unit"),
    ],
)
def test_a_refusal_says_what_to_do(text: str, found: Any, said: str) -> None:
    result = judged(text, MEDIAN | {"users": 5, "as_found": True}, found)
    assert not result.passed
    assert said in result.message


def test_the_newest_test_that_counts_is_the_one_compared_with() -> None:
    found = evidence([load_test(90.0, users=1), load_test(20.0, ago=5)])
    assert judged("20", MEDIAN | {"users": 5}, found).passed
    assert not judged("90", MEDIAN | {"users": 5}, found).passed


def test_a_test_without_the_name_says_which_is_missing() -> None:
    found = evidence([load_test(names=wrong.names({"/books": 20.0}))])
    assert "no such figure" in judged("3", RATIO, found).message
