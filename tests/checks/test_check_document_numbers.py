"""Numbers in words, ranges, sides of a change and names of percentiles: true ones stay, false ones are named."""

from typing import Any

import pytest

from perfgym.checks import registry, stated
from perfgym.checks.kind import Result
from perfgym.checks.stated import Measure
from tests.checks import wrong
from tests.checks.wrong import compared, evidence, load_test

RESULT = {"pairs": 412, "answers_checked": 824, "answers_wrong": 0, "measured_seconds": 14.2}
# 24.3 → 12.9 ms, 61.2 → 32.5, 80.4 → 42.7; 1.88 times, between 1.79 and 1.98; CPU 19.6 → 9.1; queries 41.3 → 2.2
OWN = evidence([load_test(24.3)], [compared(result=RESULT)])
TRUE = [
    "It answers 1.9 times as fast as before, certain between 1.8x and 2x.",
    "The median went from 24.3 ms to 12.9 ms.",
    "The median went from 24 to 13 ms.",
    "Median: 24.3 → 12.9 ms.",
    "In seconds, that is 0.0243 s before and 0.0129 s after.",
    "The page now needs 12.9 ms instead of 24.3 ms.",
    "It is down to 13 ms, down from 24 ms.",
    "It takes 47 % less time.",
    "It takes 53 % of the time that it took.",
    "A customer waits about half the time.",
    "It answers almost twice as fast.",
    "The computer works 54 percent less for each request.",
    "The processor is busy for half of the time: 9.1 ms after, 19.6 ms before.",
    "95 % of requests were answered within 32.5 ms.",
    "Half of all pages come within 12.9 ms now.",
    "Half of the requests were answered in less than 13 ms.",
    "99 % of all requests were answered in less than 43 ms.",
    "One request in twenty still takes longer than 32 ms.",
    "We are 95 % sure of this.",
    "The 95 % interval reaches from 1.79x to 1.98x.",
    "It asks the database 39 queries less, 2.2 queries instead of 41.3 queries.",
    "All 824 answers were the same, with 0 wrong answers.",
    "We compared 412 pairs in 14 s.",
    "A list of books is 2.4x faster.",
    "The list took 27 ms before and 11 ms after.",
    "It saves 11 ms a request.",
    "On 30 November 2026 it took 12.9 ms, measured at 14:30.",
    "Two developers looked at it (and 12.9 ms is what they saw).",
    "The change takes 2 to 3 days (estimate) of one developer.",
    "It costs 1,200 euros (assumed) a month.",
    "It costs 1,300 euros (our estimate) a month.",
    "With 50,000 visits a day (assumed) we save machines.",
    "The slowest requests, at p99, fell from 80 ms to 43 ms.",
]
FALSE = [
    ("It answers 3.4 times as fast.", "3.4 times"),
    ("It is certain between 1.2x and 1.98x.", "1.2x"),
    ("The median is 129 ms.", "129 ms"),
    ("The median fell to 12.9 s.", "12.9 s"),
    ("The median fell to 12.9 percent of it.", "12.9 percent"),
    ("It takes a quarter of the time.", "a quarter"),
    ("It is six times as fast.", "six times"),
    ("It needs seventy milliseconds.", "seventy milliseconds"),
    ("Response time fell by 81 %.", "81 %"),
    ("It serves 900 requests a second.", "900 requests a second"),
    ("It saves 30 servers.", "30"),
    ("12 % of customers will stay.", "12 %"),
]
SWAPPED = [
    "The median went from 12.9 ms to 24.3 ms.",
    "Median: 12.9 → 24.3 ms.",
    "It took 12.9 ms before the change.",
    "It takes 24.3 ms instead of 12.9 ms.",
    "It is 1.9x slower.",
    "It is twice as slow.",
]


def judged(text: str, **more: Any) -> Result:
    settings = {"words": [1, 200], "numbers": 0, "every_number": True}
    return registry.judge(wrong.asked("document", **{**settings, **more}), {"text": text}, OWN)


@pytest.mark.parametrize("text", TRUE)
def test_a_true_sentence_is_not_accused(text: str) -> None:
    result = judged(text)
    assert result.passed, result.message


@pytest.mark.parametrize(("text", "number"), FALSE)
def test_a_false_number_is_named_whatever_its_form(text: str, number: str) -> None:
    result = judged(text)
    assert not result.passed
    assert f"Not found in any of your runs: “{number}”" in result.message


@pytest.mark.parametrize("text", SWAPPED)
def test_right_numbers_on_the_wrong_side_are_said_to_be(text: str) -> None:
    result = judged(text)
    assert not result.passed
    assert "The wrong way round: “" in result.message


def test_everything_wrong_is_said_at_once() -> None:
    message = judged("## Result\nIt took 999 ms.", headings=["result", "cost"], words=[40, 90]).message
    assert len(message.splitlines()) == 4
    assert "words" in message
    assert "No heading speaks of cost" in message
    assert "“999 ms”" in message


def test_words_that_claim_no_measure_are_no_numbers() -> None:
    text = "Two pages, half a day, a quarter of a year, three times a week, the first half, one reader, ten colleagues."
    assert stated.numbers(text) == ()


def test_numbers_in_words_have_their_measure() -> None:
    found = stated.numbers("half the time, twenty-five percent, two hundred milliseconds, twice, three-fold")
    assert [(one.measure, one.value) for one in found] == [
        (Measure.PART, 0.5), (Measure.PERCENT, 25), (Measure.TIME, 200), (Measure.TIMES, 2), (Measure.TIMES, 3),
    ]  # fmt: skip


def test_a_number_knows_its_place() -> None:
    text = "From 24.3 to about 12.9 ms, twice as fast."
    assert [text[one.start : one.end] for one in stated.numbers(text)] == ["24.3", "12.9 ms", "twice"]
