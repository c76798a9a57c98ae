"""A text quotes what runs told, with its unit; what is no quote stays as it was written."""

import pytest
from figures_factory import figures

from perfgym.catalog.figures import NONE, Figures


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It took {{as-found.p95}}.", "It took 142 ms."),
        ("It took {{ as-found.p95 | 2 }}.", "It took 140 ms."),
        ("{{as-found.times}} as long", "2.3x as long"),
        ("{{as-found.times|1}} as long", "2x as long"),
        ("{{as-found.queries}} queries", "42.6 queries"),
        ("{{as-found.rps}}", "32 requests a second"),
        ("{{as-found.failed}} failed", "0 % failed"),
        ("On {{figures.machine}}, {{figures.date}}", "On a machine with 2 cores, 30 November 2026"),
        ("```text\n{{as-found.plan}}\n```", "```text\nSeq Scan on books\n```"),
        ("a goal of {{given: 500 ms}}", "a goal of 500 ms"),
        ("`{{ book.title }}`", "`{{ book.title }}`"),
        ("{{as-found.p96}}", "{{as-found.p96}}"),
    ],
)
def test_what_a_quote_becomes(text: str, shown: str) -> None:
    assert figures().quote(text) == shown


def test_what_was_not_measured_says_so() -> None:
    planned = Figures(plan=figures().plan)
    assert planned.quote("It took {{as-found.p95}}.") == "It took (not measured yet)."
    assert planned.quote("{{figures.date}}") == "(not measured yet)"


def test_without_figures_a_text_stays() -> None:
    assert NONE.quote("{{as-found.p95}}") == "{{as-found.p95}}"


def test_braces_in_code_are_quotes_only_of_runs_that_there_are() -> None:
    text = "```html\n{{ book.title }} {{ as-found.p95 }}\n```\n`{{ one.two }}` and {{ book.title }}"
    assert [(quote.run, quote.in_code) for quote in figures().quotes(text)] == [("as-found", True), ("book", False)]
