"""A lab that runs nothing: a page to read and to write at, without an editor, runs or an app; all of it plain forms."""

import re
from html import unescape

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.progress.course import Course
from perfgym.progress.models import Answer
from perfgym.runs.models import Kind, Run
from tests import factories
from tests.labs.executive_texts import Figures, reference

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
LAB = "/labs/executive-report/"
PREVIEW = f"{LAB}steps/80-page/preview/"
TITLE = factories.lab().title


@pytest.fixture
def teacher() -> Person:
    return factories.instructor()  # finds every step open


@pytest.fixture
def client(teacher: Person) -> Client:
    client = Client()
    client.force_login(teacher)
    return client


def shown(client: Client, text: str, lab: str = TITLE) -> str:
    return unescape(sent(client, text, lab))


def sent(client: Client, text: str, lab: str = TITLE) -> str:
    """The answer as it is, to a text as a browser sends it."""
    answer = client.post(PREVIEW, {"text": text.replace("\n", "\r\n"), "lab": lab})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_has_a_guide_and_neither_editor_nor_runs(client: Client) -> None:
    html = client.get(f"{LAB}work/").content.decode()
    assert 'id="guide"' in html
    assert not [part for part in ('id="editor"', "run-load", "run-measure", "SQL console") if part in html]
    about = client.get(LAB).content.decode()
    assert "Nothing runs in this lab" in about
    assert "It can be decided by" in about


@pytest.mark.parametrize("page", ["source/", "app/", "sql/"])
def test_what_is_about_an_app_is_not_there(client: Client, page: str) -> None:
    assert client.get(f"{LAB}{page}").status_code == 404


@pytest.mark.parametrize("kind", [Kind.EXPLORE, Kind.COMPARE])
def test_nothing_can_be_run_in_it(client: Client, kind: str) -> None:
    answer = client.post(f"{LAB}runs/", {"kind": kind}, content_type="application/json")
    assert answer.status_code == 422
    assert "has no application of its own" in answer.json()["error"]
    assert not Run.objects.filter(lab="executive-report").exists()


def test_a_preview_marks_each_number_and_draws_the_chart(client: Client, teacher: Person) -> None:
    of = Figures(factories.finished_run(teacher, ratio=0.42))
    html = shown(client, reference(of).replace(of.least, "7.7x"))
    assert f'<mark class="is-found">{of.gain}<span' in html
    assert '<mark class="is-assumed">40,000<span' in html
    assert '<mark class="is-missing">7.7x<span class="visually-hidden"> (not found in your runs)</span></mark>' in html
    assert "It would not pass yet." in html
    sheet = html[html.index('class="sheet') :]
    assert "<svg" in sheet[: sheet.index("</article>")]
    assert not Answer.objects.exists()


def test_a_page_that_passes_is_said_to(client: Client, teacher: Person) -> None:
    assert "It would pass." in shown(client, reference(Figures(factories.finished_run(teacher, ratio=0.42))))


def test_what_was_typed_stays_and_ones_own_figures_stand_beside(client: Client, teacher: Person) -> None:
    run = factories.finished_run(teacher, ratio=0.42)
    html = shown(client, "Some words.")
    assert re.search(r"<textarea[^>]*>\s*Some words\.</textarea>", html)
    assert f"chart:{str(run.pk)[:8]}/pairs" in html
    assert run.sentence.lower() in html.lower()


def test_typed_markup_is_text_and_marks_are_ours_alone(client: Client, teacher: Person) -> None:
    factories.finished_run(teacher, ratio=0.42)
    typed = '<mark class="is-found">7.7x</mark> <script>x</script> \ue0009.9x\ue004 [a](https://example.org "8.8x")'
    html = sent(client, typed)
    sheet = html[html.index('class="sheet') : html.index("</article>")]
    assert "<script" not in sheet
    assert '<mark class="is-found"' not in sheet
    assert "&lt;mark class=" in sheet
    assert 'title="8.8x"' in sheet
    assert not re.search("[\ue000-\ue00f]", sheet)


def test_who_has_no_comparison_is_told_so(client: Client) -> None:
    assert "You have no comparison with a verdict in any lab yet" in shown(client, "Some words.", "")


def test_a_closed_step_shows_no_preview() -> None:
    learner = factories.person()
    client = Client()
    client.force_login(learner)
    answer = client.post(PREVIEW, {"text": "x"})
    assert answer.status_code == 422
    assert "is still closed" in answer.content.decode()


def test_the_reviewer_finds_the_rubric_beside_an_entry_that_was_reported_on(client: Client, teacher: Person) -> None:
    learner = factories.person()
    submission = factories.submission(learner, factories.cohort(teacher))
    page = f"/review/{submission.pk}/"
    assert "The rubric of" not in client.get(page).content.decode()
    going = Course(learner, factories.library.default().lab("executive-report"))
    Answer.objects.create(
        round=going.round,
        step="80-page",
        lab_digest="0",
        kind="document",
        given={"lab": TITLE},
        passed=True,
        message="x",
    )
    assert "The rubric of “One page that gets a decision”" in client.get(page).content.decode()
