"""Story cards: the result comes from the evidence, the rest is the learner's; others read it only where it is shown."""

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.charts import words
from perfgym.measure.rule import Metric
from perfgym.portfolio import card
from perfgym.portfolio.card import Card
from perfgym.portfolio.models import Entry, Story, Visibility
from perfgym.portfolio.story import Told
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


@pytest.fixture
def owner(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def address(entry: Entry) -> str:
    return f"/portfolio/{entry.pk}/story/"


def test_the_result_is_what_was_measured(ada: Person, owner: Client) -> None:
    entry = factories.entry(ada)
    page = owner.get(address(entry)).content.decode()
    assert "2.5x faster, certain between" in page
    assert "The median went from " in page
    assert "Every answer stayed the same." in page
    assert not Story.objects.exists()  # looking begins nothing


def test_a_verdict_on_cpu_says_what_cpu_it_was(ada: Person) -> None:
    run = factories.finished_run(ada, metric=Metric.CPU)
    assert "The CPU time of a request went from " in card.measured(run.result)


def test_a_result_without_a_verdict_claims_nothing() -> None:
    said = {"verdict": None, "reason": "too_noisy", "ratio": None, "answers_wrong": 0}
    assert card.measured(said) == "No verdict: the machine was too noisy."


def test_saving_keeps_every_part(ada: Person, owner: Client) -> None:
    entry = factories.entry(ada)
    parts = {name: f"my {name}" for name in ("situation", "task", "action", "result", "trade_off")}
    assert owner.post(address(entry), parts).status_code == 302
    assert Story.objects.values(*parts).get() == parts
    assert entry.story.told == Told.WHOLE
    page = owner.get("/portfolio/stories/").content.decode()
    assert all(f"my {name}" in page for name in parts)


def test_it_saves_by_itself_and_says_when_it_cannot(ada: Person, owner: Client) -> None:
    entry = factories.entry(ada)
    assert set(owner.post(address(entry), {"task": "typed"}, **JSON).json()) == {"saved"}  # type: ignore[arg-type]
    refused = owner.post(address(entry), {"task": "x" * 2001}, **JSON)  # type: ignore[arg-type]
    assert refused.status_code == 422
    assert refused.json()["error"].startswith("Task: ")
    assert Story.objects.get().task == "typed"


@pytest.mark.parametrize(("shown", "status"), [(True, 200), (False, 404)])
@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.UNLISTED])
def test_others_read_it_where_it_is_shown(ada: Person, visibility: Visibility, shown: bool, status: int) -> None:
    entry = factories.entry(ada, visibility=visibility)
    factories.story(entry, shown=shown)
    assert Client().get(entry.public_story_url).status_code == status
    assert ("told as a story" in Client().get("/p/ada/").content.decode()) == (
        shown and visibility == Visibility.PUBLIC
    )


def test_a_story_of_a_private_entry_is_nobodys(ada: Person) -> None:
    entry = factories.entry(ada)
    factories.story(entry, shown=True)
    assert Client().get(entry.public_story_url).status_code == 404
    assert Client().get(f"{entry.public_story_url}?key={entry.key}").status_code == 404


def test_its_length_is_that_of_speech(ada: Person) -> None:
    entry = factories.entry(ada)
    story = factories.story(entry, situation="", task="", trade_off="", action="word " * 70)
    entry.run.result = {"reason": "too_noisy"}  # seven more words
    spoken = Card(entry, story)
    assert (spoken.seconds, spoken.length, spoken.is_long) == (35, "35 s", False)
    story.action = "word " * 400
    assert Card(entry, story).is_long
    assert Card(entry, story).longest == "Action"
    assert Card(entry, story).length == "2 min 55 s"


def test_words_of_a_card_are_never_html(ada: Person) -> None:
    entry = factories.entry(ada, visibility=Visibility.PUBLIC)
    factories.story(entry, shown=True, action="<script>alert(1)</script>")
    assert "<script>alert" not in Client().get(entry.public_story_url).content.decode()


def test_an_empty_list_says_how_a_story_comes_to_be(ada: Person, owner: Client) -> None:
    assert "there is none yet" in owner.get("/portfolio/stories/").content.decode()
    factories.entry(ada, title="a title")
    page = owner.get("/portfolio/stories/").content.decode()
    assert "Not told yet" in page
    assert "a title" in page


def test_numbers_are_filled_in_wherever_the_card_is_read(ada: Person, owner: Client) -> None:
    entry = factories.entry(ada, visibility=Visibility.PUBLIC)
    factories.story(entry, shown=True, situation="It took {{before.p95}}.", task="Not {{before.p59}}.")
    was = entry.run.result["before"]["p95"]
    for client, page in ((owner, address(entry)), (owner, "/portfolio/stories/"), (Client(), entry.public_story_url)):
        assert f"It took {words.figure(was, 'ms')}." in client.get(page).content.decode()
    said = "stands for nothing in this run"
    assert said in owner.get(address(entry)).content.decode()
    assert said not in Client().get(entry.public_story_url).content.decode()
