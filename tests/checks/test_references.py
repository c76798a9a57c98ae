"""References in a text: each name stands for its number, what is not true has no name, all else stays as it was."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgym.checks import registry
from perfgym.checks.evidence import Compared
from perfgym.checks.kind import Result
from perfgym.checks.texts import offered, references
from perfgym.checks.texts.references import Filled, Known
from tests.checks import wrong
from tests.checks.wrong import compared, evidence, load_test

SIDE = {
    "before": {"requests": 400, "queries": 41.3, "rows": 220.0, "database_ms": 6.5, "index_bytes": 17_100_000},
    "after": {"requests": 400, "queries": 2.2, "rows": 220.0, "database_ms": 0.9, "index_bytes": 22_000_000},
}
RESULT = {"pairs": 1104, "answers_checked": 2208, "answers_wrong": 0, "measured_seconds": 14.2, "side": SIDE}
RUN = compared(result=RESULT, key="aaaa1111")
OTHER = compared(0.8, key="bbbb2222")
OWN = evidence([load_test(key="cccc3333")], [RUN, OTHER])
KNOWN = Known(OWN)


def fill(text: str, known: Known = KNOWN) -> Filled:
    return references.filled(text, known)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("before.p95", "61.2 ms"),
        ("after.p95", "32.5 ms"),
        ("change.p50", "24.3 → 12.9 ms"),
        ("less.p50", "46.9 %"),
        ("times.p50", "1.9x"),
        ("gain", "1.9x"),
        ("gain.low", "1.8x"),
        ("gain.high", "2.0x"),
        ("less", "46.9 %"),
        ("before.cpu", "19.6 ms"),
        ("change.queries", "41.3 → 2.2"),
        ("change.database", "6.5 → 0.9 ms"),
        ("change.indexes", "17.1 → 22 MB"),
        ("more.indexes", "28.7 %"),
        ("before.p50 of GET /books", "27.1 ms"),
        ("times.p50 of /books", "2.4x"),
        ("after.p50 of /books/ID", "8.3 ms"),
        ("pairs", "1,104"),
        ("answers", "2,208"),
        ("wrong", "0"),
        ("seconds", "14.2 s"),
        ("bbbb2222.gain", "1.25x"),
        ("cccc3333.rps", "31.4 requests a second"),
        ("cccc3333.p50", "23.7 ms"),
    ],
)
def test_a_reference_is_filled_in_with_its_unit_and_sensible_digits(name: str, words: str) -> None:
    assert fill(f"It was {{{{{name}}}}}.").text == f"It was {words}."
    assert fill(f"It was {{{{ {name} }}}}.").text == f"It was {words}."


@pytest.mark.parametrize("run", [RUN, OTHER, compared(1.4, "slower"), compared(1.0, "inconclusive")])
def test_every_name_that_is_offered_resolves(run: Compared) -> None:
    known = Known(evidence(), run)
    for one in offered.of(run).values():
        found = fill(one.written, known)
        assert (found.text, found.unknown) == (one.words, ())
        assert one.label
        assert one.group


def test_what_is_not_true_of_a_run_has_no_name() -> None:
    faster, slower, unclear = (
        offered.of(one) for one in (RUN, compared(1.4, "slower"), compared(0.99, "inconclusive"))
    )
    assert "gain" in faster
    assert "loss" not in faster
    assert "loss" in slower
    assert not {"gain", "less"} & set(slower)
    assert not {"gain", "loss", "less", "more"} & set(unclear)
    assert "more.indexes" in faster
    assert not {"less.indexes", "times.indexes"} & set(faster)


def test_an_unknown_name_stays_and_is_said_with_the_nearest_one() -> None:
    found = fill("It was {{before.p59}}, {{ book.title }} and {{before.p59}}.")
    assert found.text == "It was {{before.p59}}, {{ book.title }} and {{before.p59}}."
    assert [one.name for one in found.unknown] == ["before.p59", "book.title"]
    assert "Did you mean {{before.p99}}?" in found.unknown[0].words
    assert "between backticks" in found.unknown[1].words


@pytest.mark.parametrize(
    "text",
    [
        "`{{before.p95}}`",
        "```html\n{{before.p95}}\n```",
        "~~~\n{{before.p95}}\n~~~",
        "[x](https://example.org/{{before.p95}})",
        "{{}}",
        "{{ }}",
        "{ {before.p95} }",
        "{{before\n.p95}}",
    ],
)
def test_code_addresses_and_other_braces_stay_as_they_are(text: str) -> None:
    found = fill(text)
    assert (found.text, found.places) == (text, ())


def test_a_text_without_a_run_has_no_references() -> None:
    found = fill("{{before.p95}}", Known(evidence()))
    assert [one.name for one in found.unknown] == ["before.p95"]


PIECES = st.lists(st.one_of(st.text(), st.sampled_from(["{{before.p95}}", "{{gain}}", "{{", "}}", "`", "\n"])))


@given(PIECES)
def test_places_are_where_the_words_stand_and_all_else_is_untouched(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = fill(text)
    words = {one.name: one.words for one in offered.of(RUN).values()}
    back, at = [], 0
    for place in found.places:
        assert found.text[place.start : place.end] == words[place.name]
        back += [found.text[at : place.start], f"{{{{{place.name}}}}}"]
        at = place.end
    again = "".join([*back, found.text[at:]])
    assert references.FOUND.sub(lambda one: f"{{{{{one[1].strip()}}}}}", text) == references.FOUND.sub(
        lambda one: f"{{{{{one[1].strip()}}}}}", again
    )


def judged(text: str, **more: Any) -> Result:
    settings = {"words": [1, 200], "numbers": 1, "every_number": True}
    return registry.judge(wrong.asked("document", **{**settings, **more}), {"text": text}, OWN)


def test_a_step_takes_references_as_numbers_of_ones_own() -> None:
    result = judged("The median went from {{before.p50}} to {{after.p50}}; indexes: {{change.indexes}}.", numbers=3)
    assert result.passed, result.message


def test_a_step_says_which_reference_stands_for_nothing() -> None:
    assert "{{before.p59}} stands for nothing" in judged("It took {{before.p59}} and {{after.p50}}.").message


def test_a_reference_on_the_wrong_side_is_said_to_be() -> None:
    assert "The wrong way round: “12.9 ms”" in judged("It took {{after.p50}} before the change.").message


def test_an_entry_is_judged_by_its_own_run() -> None:
    asked = wrong.asked("document", source="portfolio", words=[1, 200])
    found = evidence([], [OTHER, RUN], ["It is {{gain}} as fast."])
    assert registry.judge(asked, {}, found).passed
    assert found.entries[0].about == OTHER
