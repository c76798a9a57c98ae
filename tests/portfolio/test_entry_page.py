"""An entry's page: the claim, its certainty, the words, the change and the evidence, all from the run."""

import io
import zipfile

import pytest
from django.test import Client

from perfgym.measure import bundle
from perfgym.measure.rule import Metric
from perfgym.portfolio.models import Entry, Visibility
from perfgym.runs.models import Run
from tests import factories
from tests.portfolio import rich

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def shown(entry: Entry, client: Client | None = None) -> str:
    answer = (client or Client()).get(entry.public_url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_what_was_measured_and_how_certainly() -> None:
    entry = factories.entry(factories.person("ada"), visibility=Visibility.PUBLIC, words="Asked **once**.")
    page = shown(entry)
    assert f'<h1 class="verdict">{entry.title}: <b>2.' in page
    assert "x faster</b></h1>" in page
    assert "Certain between 2." in page
    assert ", with the same answers, on 2 cores." in page
    assert "<strong>once</strong>" in page
    assert page.count("</figure>") >= 3
    assert "0 of 1,152" in page


def test_the_diff_shows_the_added_line_with_its_number() -> None:
    page = shown(factories.entry(factories.person("ada"), visibility=Visibility.PUBLIC))
    line = '<span class="c"># one query a page instead of one a book</span></span>'
    assert f'<span class="line add"><span class="no">1</span><span class="sign">+</span> {line}' in page


def test_a_lab_that_changed_since_shows_the_diff_kept_in_the_evidence() -> None:
    entry = factories.entry(factories.person("ada"), visibility=Visibility.PUBLIC)
    for changed in ({"lab_digest": "another"}, {"lab": "gone-from-the-shelf"}):
        Run.objects.filter(pk=entry.run_id).update(**changed)
        assert '<span class="no"></span><span class="sign">+</span> <span class="c"># one query a page' in shown(entry)


def test_no_gain_is_said_as_plainly_as_a_gain() -> None:
    entry = Entry.of(factories.finished_run(factories.person("ada"), ratio=1.0, pairs=40))
    entry.visibility = Visibility.PUBLIC
    entry.keep(["visibility"])
    page = shown(entry)
    assert f"{entry.title}: no measurable change</h1>" in page
    assert "<b>" not in page[: page.index("</h1>")]


def test_a_verdict_on_cpu_says_what_a_dot_is() -> None:
    entry = Entry.of(factories.finished_run(factories.person("ada"), metric=Metric.CPU))
    entry.visibility = Visibility.PUBLIC
    entry.keep(["visibility"])
    assert "half second of both versions, by CPU a request" in shown(entry)


def test_the_evidence_that_is_handed_out_holds() -> None:
    entry = factories.entry(factories.person("ada"), visibility=Visibility.PUBLIC)
    answer = Client().get(f"/p/ada/{entry.slug}/evidence.zip")
    assert answer["Content-Disposition"] == f'attachment; filename="perfgym-ada-{entry.slug}.zip"'
    assert bundle.verify(answer.content) == []
    assert "requests.npz" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_evidence_that_does_not_hold_is_said() -> None:
    entry = factories.entry(factories.person("ada"), visibility=Visibility.PUBLIC)
    other = factories.finished_run(factories.person("bob"), ratio=0.9)
    files = {name: zipfile.ZipFile(io.BytesIO(bytes(other.evidence.bundle))).read(name) for name in ("requests.npz",)}
    forged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bytes(entry.run.evidence.bundle))) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            new.writestr(name, files.get(name, old.read(name)))
    entry.run.evidence.bundle = forged.getvalue()
    entry.run.evidence.save()
    assert "The bundle does not hold" in shown(entry)


def test_words_are_never_html() -> None:
    entry = factories.entry(
        factories.person("ada"),
        visibility=Visibility.PUBLIC,
        words="<script>alert(1)</script> [x](javascript:alert(1))",
    )
    page = shown(entry)
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_only_what_is_public_is_offered_to_search_engines() -> None:
    entry = factories.entry(factories.person("ada"), visibility=Visibility.UNLISTED)
    assert '<meta name="robots" content="noindex">' in shown(entry)
    entry.visibility = Visibility.PUBLIC
    entry.keep(["visibility"])
    assert "noindex" not in shown(entry)


def test_the_page_says_what_an_employer_asks_in_the_order_in_which_it_is_asked() -> None:
    page = shown(factories.entry(factories.person("ada"), visibility=Visibility.PUBLIC, words="Asked once."))
    claim = ("<h1", "Certain between", "chart-strip", "wrong answers", "What changed, and why", 'class="diff')
    proof = ("How we know", "What it costs", "What this does not say", "Check it yourself", "Machine and settings")
    places = [page.index(each) for each in (*claim, *proof)]
    assert places == sorted(places)


def test_the_page_has_nothing_that_needs_a_script() -> None:
    page = shown(factories.entry(factories.person("ada"), visibility=Visibility.PUBLIC))
    assert "<script" not in page
    assert "<button" not in page


def test_a_page_with_everything_is_light_even_before_it_is_packed() -> None:
    page = shown(rich.entry(factories.person("ada")))
    for part in ("chart-strip", "chart-flame", "plan-tree", "is-filled", "is-typed", "beside-clock"):
        assert part in page
    assert len(page.encode()) < 200_000
