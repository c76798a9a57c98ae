"""The end of an account: nothing of the person stays, and nothing of anybody else goes."""

import pytest
from django.db import connection
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.cohorts.models import Said, State, Submission
from perfgym.portfolio.models import Entry, Visibility
from perfgym.runs.models import Run
from perfgym.web.owndata.erase import erase
from perfgym.workspaces.models import Blob, Snapshot, Workspace
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def full(name: str, teacher: Person) -> Person:
    """Somebody who has done something everywhere."""
    made = factories.person(name, first_name=f"First-{name}")
    lab = factories.lab()
    workspace = Workspace.open(made, lab)
    workspace.save_file(lab, factories.EDITED, f"# typed by {name}\n".encode(), None)
    workspace.put_aside(lab, factories.EDITED, f"# also by {name}\n".encode())
    factories.sql_session(made)
    factories.app_visit(made)
    factories.profiled_run(made)
    factories.queued_run(made)
    sent = factories.submission(made, factories.cohort(teacher), words=f"Words of {name}.")
    sent.decide(teacher, State.ACCEPTED, Said(), sent.seen)
    sent.say(made, Said(f"Thanks from {name}."))
    return made


def everything() -> str:
    """Every row of every table of ours, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        )
        names = [name for (name,) in cursor.fetchall() if not name.startswith("django_")]
        said = []
        for name in names:
            cursor.execute(f'SELECT each::text FROM "{name}" each')
            said += [row[0] for row in cursor.fetchall()]
    return "\n".join(said)


def test_nothing_of_them_stays_and_everything_of_others_does() -> None:
    teacher = factories.instructor("grace")
    ada, bob = full("adalovelace", teacher), full("bob", teacher)
    typed = Blob.of(b"# typed by adalovelace\n").digest
    before = {model: set(model.objects.filter(owner=bob).values_list("pk")) for model in (Run, Entry, Workspace)}  # type: ignore[attr-defined]
    assert "adalovelace" in everything()
    erase(ada)
    left = everything()
    assert "adalovelace" not in left
    assert b"adalovelace".hex() not in left  # contents of files, as PostgreSQL shows them
    assert not Blob.objects.filter(pk=typed).exists()
    assert {model: set(model.objects.filter(owner=bob).values_list("pk")) for model in before} == before  # type: ignore[attr-defined]
    assert Workspace.objects.get(owner=bob).contents(factories.lab())[factories.EDITED] == b"# typed by bob\n"
    for snapshot in Snapshot.objects.all():
        assert set(snapshot.contents()) == set(snapshot.files)


def test_what_two_people_typed_alike_stays_for_the_other() -> None:
    lab, people = factories.lab(), [factories.person("ada"), factories.person("bob")]
    for person in people:
        Workspace.open(person, lab).save_file(lab, factories.EDITED, b"# the same\n", None)
    erase(people[0])
    assert Workspace.objects.get().contents(lab)[factories.EDITED] == b"# the same\n"


def test_an_instructor_goes_and_what_was_decided_stays() -> None:
    teacher = factories.instructor("grace")
    ada = full("ada", teacher)
    erase(teacher)
    submission = Submission.objects.get(entry__owner=ada)
    assert (submission.state, submission.reviewer) == (State.ACCEPTED, None)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_says_what_goes_and_wants_the_name_typed() -> None:
    ada = factories.person("ada")
    entry = factories.entry(ada, visibility=Visibility.PUBLIC)
    client = signed_in(ada)
    assert "1 entry" in client.get("/accounts/delete/").content.decode()
    refused = client.post("/accounts/delete/", {"name": "Ada"}).content.decode()
    assert "nothing was deleted" in refused
    assert Person.objects.filter(pk=ada.pk).exists()
    assert "Your account is deleted" in client.post("/accounts/delete/", {"name": "ada"}).content.decode()
    assert not Person.objects.filter(pk=ada.pk).exists()
    assert client.get("/accounts/").status_code == 302
    assert Client().get(entry.public_url).status_code == 404
    assert Client().get("/p/ada/").status_code == 404


def test_who_has_a_password_gives_it_first() -> None:
    ada = factories.person("ada", password="a long sentence of no importance")
    client = signed_in(ada)
    for answer in (client.get("/accounts/delete/"), client.post("/accounts/delete/", {"name": "ada"})):
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/confirm/")  # type: ignore[attr-defined]
    client.post("/accounts/confirm/", {"password": "a long sentence of no importance"})
    assert client.get("/accounts/delete/").status_code == 200
    client.post("/accounts/delete/", {"name": "ada"})
    assert not Person.objects.exists()
