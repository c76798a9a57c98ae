"""`profile` wants the functions with the most, in their order, with their shares; chance is allowed for."""

from typing import Any

import pytest

from perfgym.checks import registry
from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Result, Shape
from tests.checks import wrong
from tests.checks.wrong import evidence, load_test

TOP = "serve (books/serve.py:9);page (site-packages/flask/app.py:40);statement (books/views.py:12)"
STACKS = (
    f"{TOP};match (books/matching.py:9);names (books/matching.py:31);sub (python3.12/re/__init__.py:178) 700\n"
    f"{TOP};match (books/matching.py:9);names (books/matching.py:31) 340\n"
    f"{TOP};day (books/parsing.py:12);_strptime (python3.12/_strptime.py:309) 320\n"
    f"{TOP};total (books/pricing.py:40) 130\n"
    f"{TOP};amount (books/parsing.py:40) 118\n"
    f"{TOP};render (site-packages/jinja2/environment.py:1) 212\n"
    f"{TOP};match (books/matching.py:9) 60\n"
    "page (site-packages/flask/app.py:40) 120\n"
)
SAMPLES = 2_000
NAMES, DAY = "names (books/matching.py:31)", "day (books/parsing.py:12)"
STATEMENT, TOTAL = "statement (books/views.py:12)", "total (books/pricing.py:40)"
RISK = "a number that is written in another way"
RIGHT = {
    "function1": NAMES, "share1": "52", "saving1": "48", "risk1": RISK,
    "function2": DAY, "share2": "16 %", "saving2": "14", "risk2": RISK,
    "function3": STATEMENT, "share3": "10.6", "saving3": "3", "risk3": RISK,
}  # fmt: skip


def profiled(stacks: str = STACKS, samples: int = SAMPLES, *, kind: str = "cpu", problem: str = "", **more: Any) -> Any:
    facts = {"profiling": kind, "problem": problem, "samples": samples}
    files = {"profile.folded": stacks.encode()}
    return load_test(result={"profile": facts}, files=files, **more)


FOUND = evidence([profiled()])


def judged(found: Evidence = FOUND, **more: str) -> Result:
    return registry.judge(wrong.asked("profile", as_found=True), RIGHT | more, found)


def test_the_right_list_passes_and_says_what_it_promises() -> None:
    result = judged()
    assert result.passed, result.message
    assert "1.9x" in result.message
    assert "2.9x" in result.message


def test_it_asks_for_four_things_a_fix_and_offers_the_functions_without_an_order() -> None:
    asked = registry.blanks(wrong.asked("profile", fixes=2), FOUND)
    assert [blank.shape for blank in asked] == 2 * [Shape.CHOICE, Shape.NUMBER, Shape.NUMBER, Shape.LINE]
    assert list(asked[0].options) == sorted(asked[0].options)
    assert {NAMES, DAY, TOTAL} < set(asked[0].options)
    assert not any("flask" in option or "_strptime" in option for option in asked[0].options)


@pytest.mark.parametrize(("rank", "right"), [(1, 52.0), (2, 16.0), (3, 10.6)])
def test_plausible_wrong_shares_are_refused_and_not_corrected(rank: int, right: float) -> None:
    for text in wrong.plausible(right):
        result = judged(**{f"share{rank}": text, f"saving{rank}": "1"})
        assert not result.passed, text
        assert f"{right:g}" not in result.message.replace(text, "")


def test_plausible_wrong_lists_are_refused() -> None:
    options = registry.blanks(wrong.asked("profile"), FOUND)[0].options
    wrongs = [{"function1": name} for name in options if name != NAMES]
    wrongs += [{"function2": name} for name in options if name != DAY]
    wrongs += [{"function3": name} for name in options if name != STATEMENT]
    wrongs += [{"function1": name} for name in ("", "names", "names()", "sub (re/__init__.py:178)", "everything")]
    assert len(wrongs) >= 20
    for one in wrongs:
        result = judged(**one)
        assert not result.passed, one
        assert NAMES not in result.message or one.get("function2") == NAMES or one.get("function3") == NAMES


def test_two_functions_that_chance_cannot_tell_apart_may_change_places() -> None:
    closer = STACKS.replace(
        f"{TOP};render", "page (site-packages/flask/app.py:40);render"
    )  # leaves total 130, amount 118
    swapped = {"function3": "amount (books/parsing.py:40)", "share3": "6.5", "saving3": "2"}
    assert judged(evidence([profiled(closer)]), **swapped).passed
    assert judged(evidence([profiled(closer)]), function3=TOTAL, share3="7", saving3="2").passed


def test_a_share_may_be_off_by_what_chance_does_to_so_many_samples() -> None:
    assert judged(share1="54", saving1="50").passed  # 2 standard errors of 52 % in 2,000 samples are 2.2 points
    assert not judged(share1="56", saving1="50").passed


@pytest.mark.parametrize("saving", ["0", "-5", "60", "101"])
def test_no_fix_saves_nothing_or_more_than_its_function_has(saving: str) -> None:
    result = judged(saving1=saving)
    assert not result.passed
    assert "Fix 1" in result.message


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"function2": NAMES, "share2": "52"}, "does not belong in place 2|stands there twice"),
        ({"risk2": "none"}, "could go wrong"),
        ({"share2": "a lot"}, "write a number"),
        ({"share1": ""}, "Nothing was filled in"),
    ],
)
def test_what_is_missing_or_doubled_is_named(given: dict[str, str], words: str) -> None:
    result = judged(**given)
    assert not result.passed
    assert any(each in result.message for each in words.split("|"))


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (load_test(), "has recorded a CPU profile"),
        (profiled(kind="memory"), "has recorded a CPU profile"),
        (profiled(problem="It had no Python."), "has recorded a CPU profile"),
        (profiled(samples=320), "has 320 samples; at least 500"),
        (profiled(as_found=False), "Your newest CPU profile is of a load test that ran your changed version"),
        (profiled(seconds=3.0), "Your newest CPU profile is of a load test that ran 3 s"),
        (profiled("page (site-packages/flask/app.py:40) 900\n"), "fewer than 3 functions"),
    ],
)
def test_a_profile_that_does_not_count_is_told_why(test: Any, words: str) -> None:
    result = judged(evidence([test]))
    assert not result.passed
    assert words in result.message


def test_the_newest_profile_that_counts_is_the_one_that_is_looked_at() -> None:
    other = STACKS.replace("names", "changed")
    assert judged(evidence([load_test(), profiled(), profiled(other, ago=5)])).passed
    assert not judged(evidence([profiled(other), profiled(ago=5)])).passed
