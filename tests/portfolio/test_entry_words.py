"""An entry's words: numbers by reference, typed ones held against the evidence, and how both are shown to whom."""

import re

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.charts.words import figure
from perfgym.portfolio import written
from perfgym.portfolio.models import Entry, Visibility
from perfgym.runs import own
from perfgym.runs.models import Run
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
SIDE = {
    "before": {"requests": 24, "queries": 51.0, "rows": 75.0, "database_ms": 6.5, "index_bytes": 17_100_000},
    "after": {"requests": 24, "queries": 1.0, "rows": 25.0, "database_ms": 0.9, "index_bytes": 17_100_000},
    "defects": [],
}


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


@pytest.fixture
def entry(ada: Person) -> Entry:
    made = factories.entry(ada, visibility=Visibility.PUBLIC)
    Run.objects.filter(pk=made.run_id).update(result={**made.run.result, "side": SIDE})
    return Entry.objects.get(pk=made.pk)


def shown(entry: Entry, words: str) -> str:
    """The report as everybody reads it."""
    entry.words = words
    entry.save()
    return report(Client().get(entry.public_url).content.decode())


def report(page: str) -> str:
    start = page.index('<section class="report">')
    return page[start : page.index("</section>", start)]


def edited(entry: Entry, words: str) -> str:
    """What its owner is shown beside the text."""
    client = Client()
    client.force_login(entry.owner)
    page = client.post(entry.get_absolute_url(), {"title": "T", "words": words, "visibility": "public", "preview": "1"})
    text = page.content.decode()
    return text[text.index('id="preview"') : text.index("</section>", text.index('id="preview"'))]


def test_a_reference_is_filled_in_and_said_to_be_from_the_evidence(entry: Entry) -> None:
    median = figure(entry.run.result["before"]["p50"], "ms")
    html = shown(entry, "It took {{before.p50}} with **{{change.queries}}** queries.")
    assert f'<mark class="is-filled">{median}<span' in html
    assert '<strong><mark class="is-filled">51 → 1<span' in html
    assert "this page has filled it in from the evidence" in html
    assert "A dotted line" not in html


def test_every_reference_that_the_page_offers_resolves(entry: Entry) -> None:
    offered = [one for _, rows in written.offered(entry) for one in rows]
    assert len(offered) > 40
    entry.words = "\n\n".join(one.written for one in offered)
    found = written.of(entry)
    assert found.unknown == ()
    assert found.plain.split("\n\n") == [one.words for one in offered]


def test_a_typed_number_that_is_not_in_the_evidence_is_marked_for_all_and_explained(entry: Entry) -> None:
    html = shown(entry, "It took 987 ms.")
    assert '<mark class="is-typed">987 ms<span class="visually-hidden"> (typed, not found in the evidence)' in html
    assert "A dotted line" in html
    assert '<mark class="is-missing">987 ms' in edited(entry, "It took 987 ms.")


FALSE = ["987 ms", "0.99 s", "9.7x faster", "13 % less", "900 requests a second", "from 987 ms to 3 ms"]


@pytest.mark.parametrize("number", FALSE)
def test_planted_false_numbers_are_found(entry: Entry, number: str) -> None:
    assert "is-typed" in shown(entry, f"It was {number}.")


def test_true_numbers_are_not_flagged_however_they_are_written(entry: Entry) -> None:
    run = own.compared(entry.run)
    before, after = run.before["p95"], run.after["p95"]
    true = [
        f"{before:.3g} ms", f"{before:.0f} ms", f"{before / 1000:.3g} s", f"from {before:.3g} to {after:.3g} ms",
        f"{before / after:.2g}x faster", f"{100 * (1 - after / before):.0f} % less", f"{1 / run.ratio:.3g}x faster",
        f"{100 * (1 - run.ratio):.1f} % less time", "51 queries", "6.5 ms in the database before, 0.9 ms after",
        f"{entry.run.result['pairs']} pairs", "2,000 customers (assumed)", "9 s (target)",
    ]  # fmt: skip
    for one in true:
        html = shown(entry, f"It was {one}.")
        assert "is-typed" not in html, one


def test_numbers_of_the_tables_behind_the_charts_are_in_the_evidence(entry: Entry) -> None:
    from perfgym.runs import report as reports

    cells = reports.comparison(entry.run)["charts"]["distribution"].table.rows
    said = ", ".join(after for _, _, after in cells[:4])
    assert "is-typed" not in shown(entry, f"Now: {said}.")


def test_a_number_on_the_wrong_side_is_told_to_its_owner(entry: Entry) -> None:
    before = figure(entry.run.result["before"]["p50"], "ms")
    assert '<mark class="is-swapped">' in edited(entry, f"It takes {before} after the change.")
    assert '<mark class="is-swapped">' in edited(entry, "It takes {{before.p50}} after the change.")


def test_a_number_of_another_run_is_told_to_its_owner_and_no_evidence_for_others(entry: Entry) -> None:
    factories.finished_load(entry.owner)
    test = own.evidence(entry.owner, entry.run.lab).load_tests[0]
    words = f"It served {test.figures['rps']:.4g} requests a second."
    assert '<mark class="is-elsewhere">' in edited(entry, words)
    assert '<mark class="is-typed">' in shown(entry, words)


def test_an_unknown_reference_is_saved_and_said_and_stands_as_it_was_typed(entry: Entry) -> None:
    client = Client()
    client.force_login(entry.owner)
    form = {"title": "T", "words": "It took {{before.p59}}.", "visibility": "public"}
    said = client.post(entry.get_absolute_url(), form, HTTP_ACCEPT="application/json").json()
    assert "stands for nothing in this run" in said["preview"]
    entry.refresh_from_db()
    assert entry.words == form["words"]
    assert "It took {{before.p59}}." in report(Client().get(entry.public_url).content.decode())


def test_the_list_has_every_number_with_its_value_to_copy(entry: Entry) -> None:
    client = Client()
    client.force_login(entry.owner)
    page = client.get(entry.get_absolute_url()).content.decode()
    for _, rows in written.offered(entry):
        for one in rows:
            assert f"<code>{one.written}</code>" in page
    assert re.search(r'data-insert="!\[[^"]+\]\(chart:\w{8}/pairs\)" data-alone', page)


def test_a_chart_of_the_run_stands_within_the_words_and_no_other(entry: Entry) -> None:
    key = own.key(entry.run)
    html = shown(entry, f"See:\n\n![Each pair](chart:{key}/pairs)\n\nSo it is.")
    assert html.count("<svg") == 1
    assert "Each pair" in html
    other = "![Of another](chart:ffffffff/pairs)"
    assert "<svg" not in shown(entry, other)
    assert "has no chart" in edited(entry, other)


def test_marks_are_ours_alone(entry: Entry) -> None:
    html = shown(entry, '<mark class="is-filled">7 ms</mark> \ue0007 ms\ue001 [7 ms](https://example.org "{{gain}}")')
    assert '<mark class="is-filled">7' not in html
    assert "&lt;mark class=" in html
    assert not re.search("[\ue000-\ue00f]", html)
