"""What a learner sees of a measurement by PerfGym: in the step, on its own page, and nothing of what it found."""

from html import unescape

import pytest
from django.test import Client

from perfgym.progress.course import Course
from perfgym.runs.models import Kind, Run
from tests import factories
from tests.trials import trial_scene as scene

pytestmark = [pytest.mark.servers, pytest.mark.django_db, pytest.mark.usefixtures("the_lab")]
WORK = f"/labs/{factories.LAB}/work/?step=2"


@pytest.fixture
def client(course: Course) -> Client:
    client = Client()
    client.force_login(course.person)
    return client


def html(client: Client, at: str) -> str:
    answer = client.get(at)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def send(client: Client) -> str:
    answer = client.post(f"/labs/{factories.LAB}/steps/20-step/answer/", scene.GIVEN, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_step_says_that_the_answer_waits_and_for_what(client: Client) -> None:
    assert "<legend>95th percentile</legend>" in html(client, WORK)
    page = send(client)
    run = Run.objects.get(kind=Kind.TRIAL)
    assert "<strong>Waiting.</strong>" in page
    assert "PerfGym measures the unchanged app under the lab's own load test once more" in page
    assert "Next in line" in page or "No measuring machine" in page or "no measuring machine" in page
    assert f'data-follow="{run.get_absolute_url()}"' in page
    assert 'name="p95-from"' not in page  # nothing can be sent meanwhile
    assert "<li>77</li>" in page  # and what was sent is still there
    assert page.count(str(run.pk)) == page.count(f"/runs/{run.pk}/")  # as addresses only: it is no row of the history


def test_the_result_stands_there_once_it_is_measured(client: Client) -> None:
    send(client)
    scene.measured(Run.objects.get(kind=Kind.TRIAL))
    page = html(client, WORK)
    assert "<strong>Passed.</strong> PerfGym's own run had 95th percentile 82 ms" in page
    assert "Passed: 30 of 30 points." in page
    assert "data-follow" not in page


def test_without_a_script_it_can_be_stopped_and_asked_again(client: Client) -> None:
    send(client)
    run = Run.objects.get(kind=Kind.TRIAL)
    answer = client.post(f"/runs/{run.pk}/cancel/")
    assert (answer.status_code, answer["Location"]) == (302, f"/labs/{factories.LAB}/work/")
    page = html(client, WORK)
    assert "<strong>Not judged.</strong> You stopped the measurement" in page
    assert 'value="77"' in page  # what was answered can be sent again as it is


def test_its_own_page_tells_how_far_it_is_and_nothing_else(client: Client) -> None:
    send(client)
    run = Run.objects.get(kind=Kind.TRIAL)
    page = html(client, run.get_absolute_url())
    assert "because your answer in the guide is judged by it" in page
    Run.objects.filter(pk=run.pk).update(tail="a secret of the app")
    scene.measured(run, p95=81.234)
    page = html(client, run.get_absolute_url())
    assert "81.2" not in page
    assert "a secret" not in page
    assert "the numbers are not shown here" in page
    assert client.get(f"/runs/{run.pk}/state").json()["sentence"] == ""


def test_nobody_asks_for_one_by_hand(client: Client) -> None:
    asked = {"kind": "trial"}
    answer = client.post(f"/labs/{factories.LAB}/runs/", asked, content_type="application/json")
    assert answer.status_code == 422
    assert not Run.objects.filter(kind=Kind.TRIAL).exists()
