"""A backup restored elsewhere is the same site: every row, every verdict, every number that comes next."""

import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from perfgym.accounts.models import Person
from perfgym.console.backup import archive, making, restoring, schema, tables
from perfgym.measure import bundle
from perfgym.runs import claim
from perfgym.runs.models import Evidence, Run, State
from perfgym.sittings.session import Why
from perfgym.sqlconsole.session import Session
from tests import factories
from tests.console.backup_scene import HARD_WORDS, connected, everything, fill, new_database, url_of_tests, waiting

LATER = ("portfolio", "cohorts", "progress")
pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def elsewhere() -> Iterator[str]:
    with new_database() as url:
        yield url


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def backup(monkeypatch: pytest.MonkeyPatch, file: Path, home: Path) -> str:
    return command(monkeypatch, url_of_tests(), home, "backup", str(file))


def restore(monkeypatch: pytest.MonkeyPatch, url: str, home: Path, *arguments: str) -> str:
    return command(monkeypatch, url, home, "restore", *arguments)


def command(monkeypatch: pytest.MonkeyPatch, url: str, home: Path, *arguments: str) -> str:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("PERFGYM_HOME", str(home))
    said = io.StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def test_every_row_of_every_table_is_there_again(
    monkeypatch: pytest.MonkeyPatch, elsewhere: str, home: Path, tmp_path: Path
) -> None:
    fill()
    before = everything(url_of_tests())
    said = backup(monkeypatch, tmp_path / "site", home)
    assert "2 people, 1 runs, 1 portfolio entries" in said
    restore(monkeypatch, elsewhere, home, str(tmp_path / "site"))
    assert everything(elsewhere) == before
    assert sum(bool(rows) for rows in before.values()) > 14
    with connected(elsewhere):
        assert Person.objects.get(username="ada").entries.get().words == HARD_WORDS


def test_evidence_holds_and_gives_the_same_verdict(
    monkeypatch: pytest.MonkeyPatch, elsewhere: str, home: Path, tmp_path: Path
) -> None:
    run = fill()
    backup(monkeypatch, tmp_path / "site", home)
    restore(monkeypatch, elsewhere, home, str(tmp_path / "site"))
    said = io.StringIO()
    with connected(elsewhere):
        assert bundle.verify(bytes(Evidence.objects.get(run=run.pk).bundle)) == []
        call_command("recompute", str(run.pk), "--json", stdout=said)
    (found,) = json.loads(said.getvalue())
    assert found["same"]
    assert found["computed"]["points"] == run.points > 0


def test_new_rows_get_numbers_that_were_never_given(
    monkeypatch: pytest.MonkeyPatch, elsewhere: str, home: Path, tmp_path: Path
) -> None:
    fill()
    last = factories.person("gone")
    Person.objects.filter(pk=last.pk).delete()
    backup(monkeypatch, tmp_path / "site", home)
    restore(monkeypatch, elsewhere, home, str(tmp_path / "site"))
    with connected(elsewhere):
        assert factories.person("next").pk == last.pk + 1


@pytest.mark.parametrize(("attempt", "becomes"), [(1, State.QUEUED), (claim.ATTEMPTS, State.FAILED)])
def test_who_worked_on_a_run_works_no_more_and_the_run_goes_on_or_ends(
    monkeypatch: pytest.MonkeyPatch, elsewhere: str, home: Path, tmp_path: Path, attempt: int, becomes: State
) -> None:
    held = waiting("ada", state="running", fence=4, attempt=attempt, lease_until="2099-01-01T00:00:00Z")
    queued = waiting("bob", fence=2)
    backup(monkeypatch, tmp_path / "site", home)
    restore(monkeypatch, elsewhere, home, str(tmp_path / "site"))
    with connected(elsewhere):
        assert not claim.beat(claim.Claim(held, held.fence))
        assert claim.recover() == 1
        assert Run.objects.get(pk=held.pk).state == becomes
        assert Run.objects.get(pk=queued.pk).state == State.QUEUED
        assert Run.objects.get(pk=queued.pk).fence > queued.fence + claim.ATTEMPTS


def test_a_sql_session_that_was_open_ends_and_says_why(
    monkeypatch: pytest.MonkeyPatch, elsewhere: str, home: Path, tmp_path: Path
) -> None:
    held = {"state": "open", "fence": 1, "lease_until": "2099-01-01T00:00:00Z"}
    session = Session.objects.create(owner=factories.person("ada"), lab=factories.LAB, **held)
    backup(monkeypatch, tmp_path / "site", home)
    restore(monkeypatch, elsewhere, home, str(tmp_path / "site"))
    with connected(elsewhere):
        assert not session.beat()
        Session.objects.tidy(600)
        assert Session.objects.get().why == Why.WORKER


def test_it_is_one_moment_though_the_site_goes_on(
    monkeypatch: pytest.MonkeyPatch, elsewhere: str, home: Path, tmp_path: Path
) -> None:
    """Someone joins after the first table was read: neither they nor anything of theirs is in the backup."""
    fill()
    before, url, read = everything(url_of_tests()), url_of_tests(), tables.Table.read

    def meanwhile() -> None:
        with psycopg.connect(url, autocommit=True) as session:
            session.execute("UPDATE accounts_person SET first_name = 'changed'")
            session.execute("DELETE FROM cohorts_comment")

    def slow(table: tables.Table) -> Iterator[bytes]:
        if table.name == "accounts_person":
            other = threading.Thread(target=meanwhile)
            other.start()
            other.join()
        yield from read(table)

    monkeypatch.setattr(tables.Table, "read", slow)
    backup(monkeypatch, tmp_path / "site", home)
    assert everything(url) != before
    restore(monkeypatch, elsewhere, home, str(tmp_path / "site"))
    assert everything(elsewhere) == before


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path, elsewhere: str, home: Path) -> None:
    with connected(url_of_tests()):
        newest = schema.applied()
        earlier = {node for node in newest if node[0] not in LATER}
        first = {node for node in earlier if node[0] != "runs" or node[1].startswith("0001")}
    with new_database() as old, connected(old):
        with transaction.atomic():
            schema.build(first)
            for app, name in first:
                MigrationRecorder(connection).record_applied(app, name)
        people = MigrationLoader(connection).project_state(list(first)).apps.get_model("accounts", "Person")
        people.objects.create(username="ada", handle="ada")
        making.make(tmp_path / "site", home)
    with connected(elsewhere), (tmp_path / "site").open("rb") as stream:
        restoring.restore(archive.Reader(stream), home, None)
        assert schema.applied() == newest
        assert Person.objects.get().runs.count() == 0
        assert factories.entry(Person.objects.get()).pk


def test_files_of_the_state_folder_come_along_and_are_the_owners_alone(
    monkeypatch: pytest.MonkeyPatch, elsewhere: str, home: Path, tmp_path: Path
) -> None:
    keys = {"secret_key": b"s3cret", "signing_keys": b"{}"}
    kept = {**keys, "evidence/lab-1.zip": b"\x00\xff", "host/abc/sentinel.json": b"{}"}
    for name, content in {**kept, "logs/site.log": b"no", "run/site.pid": b"no", "evidence/.draft": b"no"}.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    (home / "evidence" / "link").symlink_to("/etc/passwd")
    fill()
    backup(monkeypatch, tmp_path / "site", home)
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o600
    target = tmp_path / "other" / "home"
    restore(monkeypatch, elsewhere, target, str(tmp_path / "site"))
    found = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    assert found == kept
    assert {path.stat().st_mode & 0o077 for path in target.rglob("*")} == {0}
