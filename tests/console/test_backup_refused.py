"""What is not a whole backup of ours is refused in plain words, before anything is touched."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from perfgym.accounts.models import Person
from perfgym.console.backup import archive, making, newfile, restoring, schema, statefiles, tables
from perfgym.console.backup.errors import (
    AlreadyThere,
    BadBackup,
    CannotWrite,
    FilesNotPlaced,
    InUse,
    NewerBackup,
    NewerDatabase,
    NoSite,
    NotEmpty,
    NotRestored,
)
from perfgym.errors import LearnerError
from tests import factories
from tests.console.backup_scene import connected, everything, fill, new_database, url_of_tests

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
Members = dict[str, bytes]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secret_key").write_text("s3cret")
    return tmp_path / "home"


@pytest.fixture
def site(home: Path, tmp_path: Path) -> bytes:
    fill()
    return making.make(tmp_path / "site", home).file.read_bytes()


def members(site: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(site)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(content: Members, manifest: dict[str, Any] | None = None) -> bytes:
    """An archive whose digests agree with its content, as a forger would make it."""
    manifest = manifest or json.loads(content["manifest.json"])
    for kind, form in (("tables", "tables/{}.copy"), ("files", "files/{}")):
        for name, part in manifest[kind].items():
            if (data := content.get(form.format(name))) is not None:
                part.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())
    listed = json.dumps(manifest).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in {**content, "manifest.json": listed}.items():
            made.writestr(name, data)
        made.comment = hashlib.sha256(listed).hexdigest().encode()
    return buffer.getvalue()


def changed(site: bytes, change: Callable[[dict[str, Any]], Any]) -> bytes:
    content = members(site)
    manifest = json.loads(content["manifest.json"])
    change(manifest)
    return packed(content, manifest)


def restore(data: bytes, home: Path, safety: Path | None = None) -> None:
    restoring.restore(archive.Reader(io.BytesIO(data)), home, safety)


def refused(data: bytes, home: Path, error: type[Exception], words: str) -> None:
    """The restore is refused so in a database that is new, which stays so; no file is left."""
    with new_database() as url, connected(url):
        with pytest.raises(error, match=words) as said:
            restore(data, home.parent / "fresh")
        assert everything(url) == {}
        assert not list((home.parent / "fresh").rglob("*"))
    if issubclass(error, LearnerError):
        assert "Nothing was changed" in str(said.value)


def test_a_file_cut_short_anywhere_is_refused(site: bytes, home: Path) -> None:
    for length in (0, 1, 21, 22, len(site) // 2, len(site) - 65, len(site) - 1):
        with pytest.raises(BadBackup, match=r"damaged|not what was written"):
            archive.Reader(io.BytesIO(site[:length]))


def test_a_changed_byte_anywhere_in_what_counts_is_refused(site: bytes, home: Path) -> None:
    """Bytes that change nothing (a time, an attribute) may pass; then every part is still what was written."""
    survived = 0
    for at in range(7, len(site), max(1, len(site) // 300)):
        bad = site[:at] + bytes([site[at] ^ 0x55]) + site[at + 1 :]
        try:
            found = archive.Reader(io.BytesIO(bad))
        except (BadBackup, NewerBackup):
            continue
        survived += 1
        assert found.manifest == archive.Reader(io.BytesIO(site)).manifest
    assert survived < 30


@pytest.mark.parametrize("data", [b"", b"PK", b"hello" * 1000, b"\x1f\x8b" + bytes(100)])
def test_what_is_no_backup_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BadBackup, match="no backup"):
        archive.Reader(io.BytesIO(data))


def test_another_zip_is_no_backup() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("app.py", "print()")
    with pytest.raises(BadBackup, match="no backup of a PerfGym"):
        archive.Reader(buffer)


def test_a_part_that_is_not_what_the_contents_say_is_refused(site: bytes, home: Path) -> None:
    content = members(site)
    listed = json.loads(content["manifest.json"])
    content["tables/accounts_person.copy"] = content["tables/accounts_person.copy"].replace(b"ada", b"eve")
    whole = packed(content, json.loads(json.dumps(listed)))
    archive.Reader(io.BytesIO(whole))  # with digests of its own it reads
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, data in content.items():
            made.writestr(name, data)
        made.comment = hashlib.sha256(content["manifest.json"]).hexdigest().encode()
    refused(buffer.getvalue(), home, BadBackup, "accounts_person.copy in it is not what was written")


@pytest.mark.parametrize("size", [10, 70 << 20])
def test_a_part_that_unpacks_to_more_than_it_says_is_never_unpacked_whole(site: bytes, size: int) -> None:
    content = members(site)
    listed = json.loads(content["manifest.json"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in content.items():
            made.writestr(name, data + b"\0" * size if name == "files/secret_key" else data)
        made.comment = hashlib.sha256(content["manifest.json"]).hexdigest().encode()
    assert listed["files"]["secret_key"]["size"] == 6
    with pytest.raises(BadBackup, match="secret_key in it is not what was written"):
        archive.Reader(buffer)


def test_a_bomb_with_the_right_digests_is_refused_by_its_size(site: bytes, home: Path) -> None:
    data = packed({**members(site), "files/secret_key": b"0" * (80 << 20)})
    assert len(data) < 400_000
    refused(data, home, BadBackup, r"would unpack to 8\d,\d{3},\d{3} bytes")


def test_a_part_too_much_too_few_or_twice_is_refused(site: bytes, home: Path) -> None:
    content = members(site)
    few = {name: data for name, data in content.items() if "runs_run" not in name}
    for other in ({**content, "more": b""}, few):
        refused(packed(other, json.loads(content["manifest.json"])), home, BadBackup, "other parts")
    twice = io.BytesIO(site)
    with zipfile.ZipFile(twice, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("files/secret_key", "other")
    refused(twice.getvalue(), home, BadBackup, "other parts")


@pytest.mark.parametrize(
    "name", ["../secret_key", "evidence/../../x", "evidence//x", "/etc/x", "logs/x", "host/.x", "host/a\\b"]
)
def test_a_file_may_only_lie_where_we_keep_files(site: bytes, home: Path, name: str) -> None:
    def elsewhere(manifest: dict[str, Any]) -> None:
        manifest["files"][name] = manifest["files"].pop("secret_key")

    refused(changed(site, elsewhere), home, BadBackup, "table of contents is damaged")


def test_a_newer_backup_says_to_update(site: bytes, home: Path) -> None:
    newer = {"format": 2, "perfgym": "9.1.0"}
    refused(changed(site, lambda m: m.update(newer)), home, NewerBackup, r"newer PerfGym \(9\.1\.0\)")
    more = changed(site, lambda m: m["migrations"].append(["runs", "0999_future"]))
    refused(more, home, NewerBackup, "Update PerfGym")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m["tables"]["runs_run"].update(rows=3), "not what was written"),
        (lambda m: m["tables"]["runs_run"]["columns"].reverse(), "columns of runs_run"),
        (lambda m: m["migrations"].remove(["runs", "0002_change"]), "(columns of|not those|not the one)"),
        (lambda m: m.update(migrations=[]), "table of contents"),
        (lambda m: m.pop("made_at"), "table of contents"),
        (lambda m: m.update(more=1), "table of contents"),
        (lambda m: m["tables"].update({'x"; DROP TABLE y; --': m["tables"]["runs_run"]}), "table of contents"),
    ],
    ids=["rows", "columns", "fewer migrations", "no migrations", "a field less", "a field more", "a name with quotes"],
)
def test_contents_that_do_not_fit_together_change_nothing(
    site: bytes, home: Path, change: Callable[[dict[str, Any]], Any], words: str
) -> None:
    refused(changed(site, change), home, BadBackup, words)


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [("accounts_person", b"learner", b"emperor"), ("portfolio_entry", b"\t1\t", b"\t999\t")],
    ids=["a role that is none", "an owner who is nobody"],
)
def test_rows_that_the_database_does_not_take_change_nothing(
    site: bytes, home: Path, table: str, old: bytes, new: bytes
) -> None:
    content = members(site)
    name = f"tables/{table}.copy"
    owner = Person.objects.get(username="ada").pk
    content[name] = content[name].replace(old.replace(b"1", b"%d" % owner), new)
    assert content[name] != members(site)[name]
    refused(packed(content), home, NotRestored, "left as it was")


def test_a_site_with_something_in_it_is_refused_and_replaced_only_after_a_backup(site: bytes, home: Path) -> None:
    with new_database() as url, connected(url):
        schema.update()
        factories.person("grace-of-the-other-site")
        before = everything(url)
        with pytest.raises(NotEmpty, match="it has 1 people"):
            restore(site, home)
        assert everything(url) == before
        safety = home.parent / "safety"
        restore(site, home, safety)
        assert everything(url) == everything(url_of_tests())
        restore(safety.read_bytes(), home, home.parent / "second")
        assert everything(url) == before


def test_a_file_that_would_be_replaced_counts_as_something(site: bytes, home: Path) -> None:
    with new_database() as url, connected(url):
        (home / "secret_key").write_text("another")
        with pytest.raises(NotEmpty, match="another secret_key"):
            restore(site, home)
        assert (home / "secret_key").read_text() == "another"


def test_a_safety_backup_that_cannot_be_written_stops_it(site: bytes, home: Path) -> None:
    with new_database() as url, connected(url):
        schema.update()
        factories.person()
        before = everything(url)
        with pytest.raises(CannotWrite, match="No such file or directory"):
            restore(site, home, home / "nowhere" / "safety")
        assert everything(url) == before


def test_a_database_that_others_use_is_left_alone(site: bytes, home: Path) -> None:
    with new_database() as url:
        from psycopg import connect

        with connect(url, application_name="the site") as other:
            other.execute("SELECT 1")
            with connected(url), pytest.raises(InUse, match=r"\(the site\)"):
                restore(site, home)
        assert everything(url) == {}


def test_an_end_in_the_middle_leaves_the_old_site_whole(
    site: bytes, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = tables.Table.write

    def interrupted(table: tables.Table, blocks: Any) -> int:
        if table.name == "runs_run":
            raise KeyboardInterrupt
        return write(table, blocks)

    monkeypatch.setattr(tables.Table, "write", interrupted)
    with new_database() as url, connected(url):
        schema.update()
        factories.person("still-here")
        before = everything(url)
        with pytest.raises(KeyboardInterrupt):
            restore(site, home, home.parent / "safety")
        assert everything(url) == before
    assert [path.name for path in home.iterdir()] == ["secret_key"]


def test_files_that_cannot_be_placed_are_said_and_kept(site: bytes, home: Path) -> None:
    (home / "secret_key").unlink()
    staged = statefiles.Staged(home)
    staged.write("host/x.json", [b"{}"])
    (home / "host").write_text("a file where a folder should be")
    with pytest.raises(FilesNotPlaced, match=r"restored\.\d+; move them"):
        staged.place()
    assert [path.name for path in home.glob("restored.*/host/*")] == ["x.json"]


def test_a_file_that_is_there_is_not_overwritten_unless_told(site: bytes, home: Path, tmp_path: Path) -> None:
    with pytest.raises(AlreadyThere, match="add --overwrite"):
        making.make(tmp_path / "site", home)
    assert (tmp_path / "site").read_bytes() == site
    factories.person()
    making.make(tmp_path / "site", home, overwrite=True)
    assert (tmp_path / "site").read_bytes() != site


def test_a_backup_that_ends_early_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="disk"):
        _write(tmp_path / "site", lambda: _fail(OSError(28, "the disk is full")))
    assert not list(tmp_path.iterdir())


def test_two_at_once_never_take_each_others_place(tmp_path: Path) -> None:
    with pytest.raises(AlreadyThere):
        _write(tmp_path / "site", lambda: (tmp_path / "site").write_bytes(b"theirs"))
    assert (tmp_path / "site").read_bytes() == b"theirs"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_database_without_a_site_is_not_backed_up(home: Path, tmp_path: Path) -> None:
    with new_database() as url, connected(url), pytest.raises(NoSite, match="no PerfGym to back up"):
        making.make(tmp_path / "site", home)
    assert not (tmp_path / "site").exists()


def test_a_database_of_a_newer_site_is_not_backed_up(home: Path, tmp_path: Path) -> None:
    with new_database() as url, connected(url):
        schema.update()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('runs', '0999_future', now())")
        with pytest.raises(NewerDatabase, match=r"runs\.0999_future"):
            making.make(tmp_path / "site", home)


def _write(file: Path, meanwhile: Callable[[], object]) -> None:
    with newfile.written(file, overwrite=False) as stream:
        stream.write(b"half")
        meanwhile()


def _fail(error: Exception) -> None:
    raise error
