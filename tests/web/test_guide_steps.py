"""The guide as plain pages: gates that say what opens them, hints that are not given away, answers that are kept."""

import re
from html import unescape

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.progress import worth
from perfgym.progress.course import Course
from perfgym.progress.models import Answer, Round
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
LAB = f"/labs/{factories.LAB}/"
WORK = f"{LAB}work/"
NUMBER = 3  # the step that asks for a number


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


@pytest.fixture
def client(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def course(person: Person) -> Course:
    return Course(person, library.default().lab(factories.LAB))


def reach(person: Person, number: int) -> None:
    going = course(person)
    for step in going.lab.steps[: number - 1]:
        going.skip(step)


def address(number: int, act: str) -> str:
    return f"{LAB}steps/{library.default().lab(factories.LAB).steps[number - 1].name}/{act}/"


def html(client: Client, at: str) -> str:
    answer = client.get(at)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_closed_step_says_why_and_what_opens_it(client: Client) -> None:
    page = html(client, f"{WORK}?step=4")
    lab = library.default().lab(factories.LAB)
    assert lab.steps[3].title in page
    assert "This step is still closed. It opens when step 1" in page
    assert lab.steps[3].body.strip()[:60] not in page
    assert 'id="editor"' in page


def test_the_bar_tells_every_state_in_words(client: Client, ada: Person) -> None:
    going = course(ada)
    going.go_on(going.lab.steps[0])
    going.skip(going.lab.steps[1])
    page = html(client, WORK)
    states = re.findall(r"Step \d: [^<]*, (\w+)<", page)
    assert states == ["passed", "skipped", "open", *["closed"] * (len(going.lab.steps) - 3)]


def test_going_on_opens_the_next_step(client: Client) -> None:
    answer = client.post(address(1, "on"))
    assert answer.url == f"{WORK}?step=2#step-title"  # type: ignore[attr-defined]
    assert "still closed" not in html(client, f"{WORK}?step=2")


def test_skipping_says_what_it_costs_before_it_is_done(client: Client, ada: Person) -> None:
    reach(ada, NUMBER)
    earns = worth.of_steps(course(ada).lab)[course(ada).lab.steps[NUMBER - 1].name]
    assert f"Skipped, it earns none of its {earns} points" in html(client, f"{WORK}?step={NUMBER}")
    client.post(address(NUMBER, "skip"))
    assert course(ada).places[NUMBER - 1].state == "skipped"


def test_a_hint_is_not_in_the_page_before_it_was_opened(client: Client, ada: Person) -> None:
    reach(ada, NUMBER)
    first, second, _ = (hint[:25] for hint in course(ada).lab.steps[NUMBER - 1].hints)
    page = html(client, f"{WORK}?step={NUMBER}")
    assert "Open hint 1 of 3" in page
    assert "It costs nothing." in page
    assert first not in page
    client.post(address(NUMBER, "hint"), {"hint": "0"})
    page = html(client, f"{WORK}?step={NUMBER}")
    assert first in page
    assert second not in page
    assert "Open hint 2 of 3" in page
    assert '<span class="num">1</span> of the lab\'s 100 points' in page


def test_an_answer_is_judged_kept_and_shown_again(client: Client, ada: Person) -> None:
    reach(ada, NUMBER)
    answer = client.post(address(NUMBER, "answer"), {"answer": "3.75"})
    assert answer.url == f"{WORK}?step={NUMBER}#said"  # type: ignore[attr-defined]
    page = html(client, f"{WORK}?step={NUMBER}")
    assert "Not yet." in page
    assert "no finished load test" in page
    assert 'value="3.75"' in page
    assert Answer.objects.get().given == {"answer": "3.75"}


def test_with_the_editor_beside_it_only_the_guide_comes_back(client: Client, ada: Person) -> None:
    reach(ada, NUMBER)
    part = client.post(address(NUMBER, "answer"), {"answer": "3.75"}, headers={"X-Part": "guide"})
    assert part.status_code == 200
    shown = part.content.decode()
    assert shown.lstrip().startswith('<div id="step"')
    assert "data-focus" in shown
    assert 'id="editor"' not in shown
    turned = client.get(f"{WORK}guide/?step=1").content.decode()
    assert 'data-step="1"' in turned


@pytest.mark.parametrize("headers", [{}, {"X-Part": "guide"}])
def test_what_is_refused_is_shown_with_what_was_sent(client: Client, headers: dict[str, str]) -> None:
    answer = client.post(address(NUMBER, "answer"), {"answer": "<b>3.75</b>"}, headers=headers)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "nothing was recorded" in shown
    assert "&lt;b&gt;3.75&lt;/b&gt;" in shown
    assert not Answer.objects.exists()


def test_a_step_with_a_check_is_not_left_by_going_on(client: Client, ada: Person) -> None:
    reach(ada, NUMBER)
    assert client.post(address(NUMBER, "on")).status_code == 422
    assert course(ada).places[NUMBER].state == "closed"


def test_the_last_step_leads_to_the_points(client: Client, ada: Person) -> None:
    steps = len(course(ada).lab.steps)
    reach(ada, steps + 1)
    assert "To your points" in html(client, f"{WORK}?step={steps}")
    page = html(client, LAB)
    assert page.count("skipped") == steps


def test_starting_again_is_offered_with_what_it_means(client: Client, ada: Person) -> None:
    html(client, WORK)
    assert "Start the steps again" not in html(client, LAB)
    reach(ada, 3)
    assert "points stay as they are" in html(client, LAB)
    assert client.post(f"{LAB}again/").url == f"{WORK}?step=1"  # type: ignore[attr-defined]
    assert Round.objects.filter(owner=ada).count() == 2


def test_a_step_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.post(f"{LAB}steps/99-nothing/on/").status_code == 404
