"""Submitting, looking, deciding, answering."""

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.cohorts.models import Comment, Said, State, Submission
from perfgym.cohorts.submission import Moved, NeedsComment, OwnEntry
from perfgym.portfolio.models import Visibility
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


class Scene:
    def __init__(self, **entry: object) -> None:
        self.ada, self.grace = factories.person("ada"), factories.instructor("grace")
        self.cohort = factories.cohort(self.grace, self.ada)
        self.submission = factories.submission(self.ada, self.cohort, **entry)
        self.learner, self.instructor = signed_in(self.ada), signed_in(self.grace)

    def decide(self, decision: str, comment: str = "", **more: object) -> object:
        said = {"seen": self.submission.seen, "decision": decision, "comment": comment, **more}
        return self.instructor.post(self.submission.get_absolute_url(), said)

    def state(self) -> str:
        self.submission.refresh_from_db()
        return self.submission.state

    def edit_page(self) -> str:
        return self.learner.get(self.submission.entry.get_absolute_url()).content.decode()


def test_the_queue_has_the_oldest_first_and_leads_from_one_to_the_next() -> None:
    scene = Scene()
    second = factories.submission(factories.person("bob"), scene.cohort)
    assert list(Submission.objects.waiting_for(scene.grace)) == [scene.submission, second]
    page = scene.instructor.get(scene.submission.get_absolute_url()).content.decode()
    assert f'<a href="{second.get_absolute_url()}">Next in the queue (1)</a>' in page
    assert scene.decide("accepted").url == second.get_absolute_url()  # type: ignore[attr-defined]
    assert list(Submission.objects.waiting_for(scene.grace)) == [second]


def test_accepting_shows_on_the_entry_and_says_when_words_changed_later() -> None:
    scene = Scene(visibility=Visibility.PUBLIC)
    assert "Accepted" not in Client().get("/p/ada/sql-n-plus-one/").content.decode()
    scene.decide("accepted", "Well measured.")
    assert scene.state() == State.ACCEPTED
    page = Client().get("/p/ada/sql-n-plus-one/").content.decode()
    assert "<strong>Accepted</strong> by an instructor of <em>Performance 1</em>" in page
    assert "The words were changed after that" not in page
    assert "Well measured." not in page  # what is said in a review stays between the two
    scene.submission.entry.words = "other words"
    scene.submission.entry.keep(["words"])
    assert "The words were changed after that" in Client().get("/p/ada/sql-n-plus-one/").content.decode()


def test_a_sentence_for_everybody_stands_on_the_page_with_the_name_of_who_wrote_it() -> None:
    scene = Scene(visibility=Visibility.PUBLIC)
    refused = scene.decide("changes", "Say why.", shown="Well <measured>.").content.decode()  # type: ignore[attr-defined]
    assert "shown with an acceptance only" in refused
    assert 'value="Well &lt;measured&gt;."' in refused
    assert scene.state() == State.SUBMITTED
    scene.decide("accepted", "Between us.", shown="Well <measured>.")
    page = Client().get("/p/ada/sql-n-plus-one/").content.decode()
    assert "<strong>Accepted</strong> by grace, an instructor of <em>Performance 1</em>" in page
    assert "“Well &lt;measured&gt;.”" in page
    assert "Between us." not in page


def test_changes_are_asked_for_in_words_and_the_learner_submits_again() -> None:
    scene = Scene()
    assert "Say what should change" in scene.decide("changes", "  ").content.decode()  # type: ignore[attr-defined]
    assert scene.state() == State.SUBMITTED
    scene.decide("changes", "What does the join **cost**?")
    assert scene.state() == State.CHANGES
    assert "<strong>cost</strong>" in scene.edit_page()
    assert "Submit again" in scene.edit_page()
    asked = scene.submission.submitted_at
    scene.learner.post(f"/portfolio/{scene.submission.entry_id}/submit/", {"cohort": scene.cohort.pk})
    assert scene.state() == State.SUBMITTED
    assert scene.submission.submitted_at >= asked
    assert list(Submission.objects.waiting_for(scene.grace)) == [scene.submission]


def test_submitting_twice_is_submitting_once_and_accepted_stays_accepted() -> None:
    scene = Scene()
    assert Submission.send(scene.submission.entry, scene.cohort) == scene.submission
    scene.decide("accepted")
    Submission.send(scene.submission.entry, scene.cohort)
    assert scene.state() == State.ACCEPTED


def test_a_decision_is_about_what_was_read() -> None:
    scene = Scene()
    seen = scene.submission.seen
    scene.submission.entry.words = "other words"
    scene.submission.entry.keep(["words"])
    page = scene.decide("accepted", "Fine.", seen=seen).content.decode()  # type: ignore[attr-defined]
    assert "This changed while you read it" in page
    assert "Fine.</textarea>" in page
    assert scene.state() == State.SUBMITTED
    scene.submission = Submission.objects.get(pk=scene.submission.pk)
    scene.decide("accepted", "Fine.")
    assert scene.state() == State.ACCEPTED
    with pytest.raises(Moved):
        scene.submission.decide(scene.grace, State.CHANGES, Said("no"), seen)


def test_nobody_decides_about_their_own_entry() -> None:
    scene = Scene()
    own = factories.submission(scene.grace, scene.cohort)
    assert own not in Submission.objects.waiting_for(scene.grace)
    with pytest.raises(OwnEntry, match="Another instructor"):
        own.decide(scene.grace, State.ACCEPTED, Said(), own.seen)
    with pytest.raises(NeedsComment):
        own.decide(scene.grace, State.CHANGES, Said(), own.seen)


def test_a_remark_stands_at_its_line_for_both() -> None:
    scene = Scene()
    scene.decide("comment", "Say **why**.", path=factories.EDITED, line=1)
    said = Comment.objects.get()
    assert said.place == f"{factories.EDITED}, line 1"
    for page in (scene.edit_page(), scene.instructor.get(scene.submission.get_absolute_url()).content.decode()):
        line = page.index('<span class="no">1</span>')
        assert "Say <strong>why</strong>." in page[line : page.index('<span class="no">2</span>', line)]
    assert scene.state() == State.SUBMITTED


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"line": 3, "comment": "x"}, "Choose the file"),
        ({"path": "etc/passwd", "comment": "x"}, "Select a valid choice"),
        ({"path": factories.EDITED, "comment": " "}, "Write what you want to say about this place"),
        ({"path": factories.EDITED, "line": 0, "comment": "x"}, "greater than or equal to 1"),
    ],
)
def test_a_remark_needs_a_place_and_words(more: dict[str, object], message: str) -> None:
    scene = Scene()
    assert message in scene.decide("comment", **more).content.decode()  # type: ignore[arg-type, attr-defined]
    assert not Comment.objects.exists()


def test_the_learner_answers_and_the_instructor_reads_it() -> None:
    scene = Scene()
    scene.learner.post(f"/review/{scene.submission.pk}/reply/", {"body": "Because of the *index*."})
    assert "<em>index</em>" in scene.instructor.get(scene.submission.get_absolute_url()).content.decode()
    scene.learner.post(f"/review/{scene.submission.pk}/reply/", {"body": "  "})
    assert Comment.objects.count() == 1


def test_words_are_put_right_by_who_wrote_them() -> None:
    scene = Scene()
    scene.decide("comment", "Wel measured.")
    place = f"/review/comments/{Comment.objects.get().pk}/"
    assert scene.instructor.post(place, {"body": "Well measured."}).url == scene.submission.get_absolute_url()  # type: ignore[attr-defined]
    assert Comment.objects.get().body == "Well measured."
    assert scene.learner.post(place, {"body": "Brilliant."}).status_code == 404
    assert Comment.objects.get().body == "Well measured."


def test_a_comment_is_never_html() -> None:
    scene = Scene()
    scene.decide("comment", "<img src=x onerror=alert(1)>", path=factories.EDITED, line=1)
    assert "<img src=x" not in scene.edit_page()
