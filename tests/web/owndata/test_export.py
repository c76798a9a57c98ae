"""One's own data as one file: all of it, nobody else's, sent piece by piece."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.db.models import ForeignKey, Model
from django.test import AsyncClient

from perfgym.accounts.models import Person
from perfgym.cohorts.models import Said, State
from perfgym.portfolio.models import Visibility
from perfgym.runs.models import Kind, Run
from perfgym.web.owndata import archive, collect
from perfgym.web.owndata.tables import LEFT_OUT, TABLES
from perfgym.workspaces.models import Workspace
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture
def ada() -> Person:
    """Somebody with something of everything, beside others who have the like."""
    made = factories.person("ada", email="ada@example.org")
    teacher = factories.instructor("grace-the-teacher")
    cohort = factories.cohort(teacher, made, name="Her cohort")
    for owner in (made, factories.person("bob-the-other")):
        workspace = Workspace.open(owner, factories.lab())
        workspace.save_file(factories.lab(), factories.EDITED, f"# of {owner}\n".encode(), None)
        workspace.put_aside(factories.lab(), factories.EDITED, f"# also of {owner}\n".encode())
        factories.sql_session(owner)
        factories.app_visit(owner)
        sent = factories.submission(owner, cohort, words=f"Words of {owner}.", visibility=Visibility.UNLISTED)
        sent.decide(teacher, State.CHANGES, Said(f"Said to {owner.pk}."), sent.seen)
        sent.say(owner, Said("Done."))
    return made


def read(person: Person, **more: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(archive.zipped(collect.members(person, **more)))))


def test_it_has_all_that_the_readme_lists_and_holds_together(ada: Person) -> None:
    found = read(ada)
    assert found.testzip() is None
    names, readme = set(found.namelist()), found.read("README.txt").decode()
    assert {table.file for table in TABLES} <= names
    assert [table.file for table in TABLES if table.file not in readme] == []
    run = ada.runs.get()
    assert found.read(f"runs/{run.pk}.zip") == bytes(run.evidence.bundle)
    assert found.read(f"workspaces/{factories.LAB}/{factories.EDITED}") == b"# of ada\n"
    (workspace,) = json.loads(found.read("workspaces.json"))
    assert found.read(f"contents/{workspace['files'][factories.EDITED]}") == b"# of ada\n"
    filled = ("account", "history", "runs", "points", "entries", "submissions", "reviews", "said", "cohorts", "sql")
    assert [name for name in (*filled, "previews") if not json.loads(found.read(f"{name}.json"))] == []


def test_nothing_of_another_person_is_in_it(ada: Person) -> None:
    found = read(ada)
    everything = b"\n".join(found.read(name) for name in found.namelist())
    assert b"Words of ada." in everything
    assert f"Said to {ada.pk}.".encode() in everything
    bob = Person.objects.get(username="bob-the-other")
    for other in ("bob-the-other", "grace-the-teacher", f"Said to {bob.pk}.", str(bob.runs.get().pk)):
        assert other.encode() not in everything, other


def test_what_goes_on_does_not_tell_its_seed_and_a_measurement_of_ours_not_what_it_ran(ada: Person) -> None:
    waiting = factories.queued_run(ada)
    Run.objects.filter(pk=waiting.pk).update(seed=7_777_123)
    factories.queued_run(ada, Kind.TRIAL, trial={"batch": "b", "fault": "slow-page"}, seed=7_777_124)
    found = read(ada)
    everything = b"\n".join(found.read(name) for name in found.namelist())
    assert b"777712" not in everything
    assert b"slow-page" not in everything


def test_what_is_too_large_is_left_out_and_named(ada: Person) -> None:
    found = read(ada, limit=1000)
    run = ada.runs.get()
    assert f"runs/{run.pk}.zip" not in found.namelist()
    assert f"runs/{run.pk}.zip" in found.read("left-out.txt").decode()
    assert json.loads(found.read("runs.json"))


def test_every_table_that_leads_to_a_person_is_taken_along_or_says_why_not() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("perfgym.")]
    personal = {model._meta.label for model in ours if _leads_to_a_person(model)}
    named = {table.model for table in TABLES} | set(LEFT_OUT)
    assert personal - named == set(), "add them to perfgym/web/owndata/tables.py"


def _leads_to_a_person(model: type[Model]) -> bool:
    keys = [field for field in model._meta.get_fields() if isinstance(field, ForeignKey)]
    parents = [key.related_model for key in keys if key.remote_field.on_delete.__name__ != "PROTECT"]
    return any(parent is Person or (isinstance(parent, type) and _leads_to_a_person(parent)) for parent in parents)


def test_the_site_sends_it_piece_by_piece(ada: Person) -> None:
    async def ask() -> tuple[int, list[bytes]]:
        client = AsyncClient()
        await client.aforce_login(ada)
        answer = await client.get("/accounts/data.zip")
        return answer.status_code, [piece async for piece in answer.streaming_content]

    status, pieces = async_to_sync(ask)()
    assert status == 200
    assert len(pieces) > len(TABLES)
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip() is None


def test_a_member_is_read_only_when_it_is_sent() -> None:
    read: list[int] = []

    def members() -> Iterator[archive.Member]:
        for number in range(3):
            read.append(number)
            yield archive.Member(f"{number}.txt", b"x" * 1000)

    pieces = archive.zipped(members())
    next(pieces)
    assert read == [0]
