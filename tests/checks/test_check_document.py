"""A text passes with numbers from its writer's own runs; false ones are found, true ones are not accused."""

from typing import Any

import pytest

from perfgym.checks import facts, registry, stated
from perfgym.checks.kind import Result
from perfgym.checks.stated import Measure
from tests.checks import wrong
from tests.checks.wrong import compared, evidence, load_test

OWN = evidence([load_test(), load_test(25.1, ago=4)], [compared()])
FILL = "The catalogue asked once for a list and then once more for each book of it, which nobody noticed. " * 3
TRUE = [
    "23.7 ms", "24 ms", "0.024 s", "0.0237 seconds", "71.1 ms", "71 milliseconds", "94.8 ms", "26.1 ms", "8.77 ms",
    "8.8 ms", "31.4 requests a second", "31 rps", "1.9x", "1.88 times", "1.883x", "47 %", "46.9 percent", "88 %",
    "24.3 ms", "13 ms", "12.9 ms", "11.4 ms", "27.1 ms", "11.3 ms", "2.4x", "58 %", "600 requests", "41 queries",
    "2.2 queries", "20 s", "19.6 ms", "9.1 ms", "5.9 %",
]  # fmt: skip
FALSE = [
    "37 ms", "0.37 s", "2.9x", "3.4 times", "18 %", "71 percent", "143 ms", "55 rps", "0.9 s", "17.2 ms", "1.2x",
]  # fmt: skip


def judged(text: str, found: Any = OWN, **more: Any) -> Result:
    return registry.judge(wrong.asked("document", **{"words": [5, 200], **more}), {"text": text}, found)


@pytest.mark.parametrize("number", TRUE)
def test_a_true_number_is_not_accused(number: str) -> None:
    result = judged(f"{FILL} It took {number}.", numbers=0)
    assert result.passed, result.message


@pytest.mark.parametrize("number", FALSE)
def test_a_false_number_is_found_and_named(number: str) -> None:
    result = judged(f"{FILL} It took {number}.")
    assert not result.passed
    assert f"“{number}”" in result.message


def test_a_number_that_is_marked_is_an_assumption() -> None:
    assert judged(f"{FILL} We allow 200 ms (target). It took 23.7 ms.").passed
    assert judged(f"{FILL} With 2 s of patience (assumed) it took 23.7 ms.").passed


def test_code_numbering_ordinals_and_methods_are_no_statements() -> None:
    text = "1. It took 23.7 ms.\n2. `sleep(3 s)`\n```\n99 ms\n```\nThe 95th percentile, p99, a 95 % interval, v2.3."
    assert [one.text for one in stated.numbers(text)] == ["23.7 ms"]


def test_a_number_before_and_or_an_arrow_has_the_unit_of_the_next() -> None:
    found = stated.numbers("24.3 -> 12.9 ms, between 1.7 and 2.1x, 1,200 requests")
    assert [(one.measure, one.value) for one in found] == [
        (Measure.TIME, 24.3), (Measure.TIME, 12.9), (Measure.TIMES, 1.7), (Measure.TIMES, 2.1), (Measure.COUNT, 1200),
    ]  # fmt: skip


def test_bare_numbers_are_judged_where_the_step_says_so() -> None:
    text = f"{FILL} It took 23.7 ms for 77 books."
    assert judged(text).passed
    assert not judged(text, every_number=True).passed
    assert judged(f"{FILL} It took 23.7 ms for 77 books (given).", every_number=True).passed


def test_length_headings_and_a_number_are_asked_for() -> None:
    assert "has 2 words" in judged("Too short").message
    assert "between 5 and 200" in judged("word " * 201).message
    assert "No heading speaks of cost" in judged(f"## Result\n{FILL} 23.7 ms", headings=["result", "cost"]).message
    both = f"## The result\n{FILL}\n## What it costs\n{FILL} 23.7 ms"
    assert judged(both, headings=["result", "cost"]).passed
    bare = judged(f"## The result\n## What it costs\n{FILL} 23.7 ms", headings=["result", "cost"])
    assert "Under “The result” stand 0 words" in bare.message
    assert "at least 1 must be" in judged(FILL).message


def test_the_words_of_a_portfolio_entry_can_be_what_is_judged() -> None:
    asked = wrong.asked("document", source="portfolio", words=[5, 200])
    assert registry.blanks(asked, OWN) == ()
    assert "no entry" in registry.judge(asked, {}, OWN).message
    good = evidence(OWN.load_tests, OWN.comparisons, ["Short.", f"{FILL} It took 23.7 ms."])
    assert registry.judge(asked, {}, good).passed


def test_numbers_of_somebody_else_do_not_pass() -> None:
    text = f"{FILL} From 24.3 ms to 12.9 ms, 1.9x."
    assert judged(text).passed
    assert not judged(
        text, evidence([load_test(310.0)], [compared(0.21, before={"p50": 700.0}, after={}, names={})])
    ).passed


def test_guessed_texts_do_not_pass() -> None:
    known = facts.of(OWN)
    for text in wrong.plausible(23.7):
        found = stated.numbers(f"It took {text} ms.")
        if not any(facts.holds(one, known) for one in found):
            assert not judged(f"{FILL} It took {text} ms.").passed


def test_hostile_text_is_read_in_bounded_time() -> None:
    for text in (
        "9" * 19_000,
        "1" + "0" * 19_000,
        "0." + "1" * 19_000,
        "1," * 9_000,
        "`" * 19_000,
        "1 and " * 3_000,
        "](" * 9_000,
        "<" * 19_000,
    ):
        assert not judged(text + " word " * 10).passed
