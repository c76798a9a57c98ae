"""A page has the chart and the recommendation that are asked for; a chart is one of one's own."""

from typing import Any

import pytest

from perfgym.checks import registry
from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Result
from perfgym.checks.texts import pictures
from tests.checks import wrong
from tests.checks.wrong import compared, evidence

CHARTS = {"pairs": "Pair by pair", "distribution": "How long requests took"}
OWN = evidence([], [compared(key="1a2b3c4d", charts=CHARTS)])
CHART = "\n\n![Each pair](chart:1a2b3c4d/pairs)\n\n"
ADVICE = "## Recommendation\nDo it: 2 days (estimate) of work. The risk is small. If we do nothing, it stays slow.\n"


def judged(text: str, found: Evidence = OWN, **more: Any) -> Result:
    settings = {"words": [1, 200], "numbers": 0, "every_number": True}
    given = {"text": text, "lab": "Find it"}
    return registry.judge(wrong.asked("document", **{**settings, **more}), given, found)


def test_one_chart_of_ones_own_passes() -> None:
    assert judged(f"It got faster.{CHART}So it did.", charts=1).passed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It got faster.", "Exactly 1 chart is asked for, and your text has none"),
        (f"{CHART}and{CHART}", "your text has 2"),
        (CHART.replace("1a2b3c4d", "ffffffff"), "is no chart of a run of yours"),
        (CHART.replace("pairs)", "nothing)"), "has no chart “nothing”. It has: pairs, distribution."),
        ("See ![Each pair](chart:1a2b3c4d/pairs) here.", "stands inside a line"),
        (CHART.replace("[Each pair]", "[]"), "has no words"),
        (f"{CHART}![x](https://example.org/a.png)", "A picture from elsewhere"),
    ],
)
def test_another_chart_is_refused_with_what_to_do(text: str, words: str) -> None:
    result = judged(f"Words.\n{text}", charts=1)
    assert not result.passed
    assert words in result.message


def test_a_text_is_cut_at_its_charts() -> None:
    text = f"One.{CHART}Two."
    cut = list(pictures.pieces(text))
    assert "".join(text[start:end] for start, end, _ in cut) == text
    assert [picture.name if picture else None for _, _, picture in cut] == [None, "pairs", None]


def test_a_recommendation_with_its_parts_passes() -> None:
    assert judged(ADVICE, recommends=["cost", "risk", "inaction"]).passed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ADVICE.replace("## Recommendation", "## The end"), "No heading speaks of a recommendation"),
        (ADVICE.replace("2 days (estimate) of work", "quickly"), "states no cost"),
        (ADVICE.replace("The risk is small", "All good"), "says nothing about the risk"),
        (ADVICE.replace("If we do nothing, it stays slow", "Good"), "if nothing is done"),
    ],
)
def test_a_part_that_is_missing_is_named(text: str, words: str) -> None:
    result = judged(text, recommends=["cost", "risk", "inaction"])
    assert not result.passed
    assert words in result.message


@pytest.mark.parametrize(
    "cost", ["two days (estimate)", "€ 800 (assumed)", "a week", "3 (assumed) engineer days", "800 francs (assumed)"]
)
def test_a_cost_may_be_time_or_money(cost: str) -> None:
    result = judged(ADVICE.replace("2 days (estimate)", cost), recommends=["cost"])
    assert result.passed, result.message


def test_the_lab_that_is_chosen_has_the_evidence() -> None:
    others = Evidence(labs={"Find it": OWN, "Another": evidence([], [compared(0.21, before={"p50": 700.0})])})
    asked = wrong.asked("document", of="chosen_lab")
    assert [(one.name, one.options) for one in registry.blanks(asked, others)] == [
        ("lab", ("Find it", "Another")), ("text", ()),
    ]  # fmt: skip
    assert judged("It took 24.3 ms.", others, of="chosen_lab").passed
    assert not judged("It took 700 ms.", others, of="chosen_lab").passed
    assert "no comparison with a verdict" in judged("It took 24.3 ms.", Evidence(), of="chosen_lab").message


def test_a_preview_says_what_the_check_would_say() -> None:
    asked = wrong.asked("document", words=[1, 99])
    shown = registry.preview(asked, {"text": "It took 24.3 ms, not 99 ms, and 2 s (assumed)."}, OWN)
    assert shown is not None
    assert [str(one.standing) for one in shown.numbers] == ["found", "missing", "assumed"]
    assert "“99 ms”" in shown.result.message
    assert registry.previews(asked)
    assert not registry.previews(wrong.asked("document", source="portfolio"))
