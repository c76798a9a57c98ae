"""A workspace in and out as a whole, over HTTP."""

import io
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from perfgym.catalog import library
from perfgym.workspaces.models import Cause, Workspace
from tests import factories
from tests.workspaces import zips

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PAGE = f"/labs/{factories.LAB}/files/"
ZIP = f"/labs/{factories.LAB}/files.zip"
PATH = "bookshop/queries.py"
LAB = library.default().lab(factories.LAB)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(factories.person("ada"))
    return client


def workspace() -> Workspace:
    return Workspace.objects.get(owner__username="ada")


def send(client: Client, *files: tuple[str, bytes]) -> HttpResponse:
    return client.post(PAGE, {"files": [SimpleUploadedFile(name, content) for name, content in files]}, follow=True)


def test_the_zip_has_the_files_as_they_are_now(client: Client) -> None:
    send(client, ("queries.py", b"mine = 1\n"))
    answer = client.get(ZIP)
    assert answer["Content-Type"] == "application/zip"
    with ZipFile(io.BytesIO(answer.content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {
        f"{LAB.slug}/{path}": b"mine = 1\n" if path == PATH else content
        for path, content in LAB.editable_files().items()
    }


def test_a_zip_goes_round(client: Client) -> None:
    send(client, ("queries.py", b"mine = 1\n"))
    packed = client.get(ZIP).content
    send(client, ("queries.py", b"other = 2\n"))
    assert "Taken from the upload" in send(client, ("work.zip", packed)).content.decode()
    assert workspace().contents(LAB) == {**LAB.editable_files(), PATH: b"mine = 1\n"}
    assert set(workspace().files) == {PATH}


def test_single_files_find_their_folder(client: Client) -> None:
    send(client, ("queries.py", b"a = 1\n"), ("views.py", b"b = 2\n"))
    found = workspace().contents(LAB)
    assert (found[PATH], found["bookshop/views.py"]) == (b"a = 1\n", b"b = 2\n")


def test_what_the_lab_does_not_let_be_changed_is_left_out_and_told(client: Client) -> None:
    packed = zips.of((PATH, b"a = 1\n"), ("bookshop/serve.py", b"x"), ("README.md", b"y"))
    html = send(client, ("work.zip", packed)).content.decode()
    assert "Left out, because this lab does not let it be changed: README.md, bookshop/serve.py." in html
    assert set(workspace().files) == {PATH}


def test_as_many_single_files_as_a_zip_may_have(client: Client) -> None:
    others = [(f"f{n}.py", b"x") for n in range(199)]
    assert (
        "f0.py, f1.py, f10.py, f100.py, f101.py and 194 more"
        in send(client, ("queries.py", b"a = 1\n"), *others).content.decode()
    )
    assert set(workspace().files) == {PATH}
    answer = send(client, ("queries.py", b"a = 2\n"), *others, ("one.py", b"x"))
    assert answer.status_code == 400
    assert "201 files; 200 is the most" in answer.content.decode()


@pytest.mark.parametrize(
    "files",
    [
        [],
        [("empty.zip", b"")],
        [("hello.zip", b"hello")],
        [("work.tar.gz", b"\x1f\x8b")],
        [("readme.txt", b"hello")],
        [("work.zip", zips.of((PATH, b"a"), ("../b.py", b"b")))],
        [("work.zip", zips.of((PATH, b"a"), ("bookshop/views.py", b"\xff\xfe")))],
        [("work.zip", zips.of((PATH, b"a\0")))],
        [("work.zip", zips.of((PATH, b"a"), ("bookshop/views.py", bytes(range(32, 127)) * 3000), method=0))],
        [("queries.py", b"a"), ("queries.py", b"b")],
        [("queries.py", b"a"), ("work.zip", zips.of((PATH, b"b")))],
        [("queries.py", b"a" * (2 * 2**20 + 1))],
        [("queries.py", b"a" * (256 * 2**10 + 1))],
    ],
    ids=[
        "nothing", "empty", "no zip", "tar", "no file of the lab", "one bad name", "no text", "nul", "one too large",
        "twice", "zip among files", "all too large", "too large",
    ],
)  # fmt: skip
def test_a_refused_upload_changes_nothing_and_says_why(client: Client, files: list[tuple[str, bytes]]) -> None:
    send(client, ("queries.py", b"mine = 1\n"))
    before = workspace().files
    answer = send(client, *files)
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.content.decode()
    assert workspace().files == before


def test_what_an_upload_took_the_place_of_can_be_brought_back(client: Client) -> None:
    send(client, ("queries.py", b"mine = 1\n"))
    send(client, ("queries.py", b"theirs = 2\n"))
    before = workspace().versions.first()
    assert before is not None
    assert before.cause == Cause.UPLOAD
    client.post(f"/labs/{factories.LAB}/history/{before.snapshot_id}/bring-back/")
    assert workspace().contents(LAB)[PATH] == b"mine = 1\n"


def test_names_are_shown_as_text(client: Client) -> None:
    html = send(client, ("work.zip", zips.of(("<script>alert(1)</script>.py", b"x")))).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_the_editor_cannot_save_what_an_upload_may_not_bring(client: Client) -> None:
    answer = client.put(f"{PAGE}sitecustomize.py", {"content": "x"}, content_type="application/json")
    assert answer.status_code == 422


def test_a_workbench_leads_there(client: Client) -> None:
    html = client.get(f"/labs/{factories.LAB}/work/").content.decode()
    assert f'href="{ZIP}"' in html
    assert f'href="{PAGE}"' in html
