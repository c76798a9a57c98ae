"""The history of one's files as pages: it works without JavaScript."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.workspaces.models import Blob, Snapshot, Workspace, digest_of
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PAGE = f"/labs/{factories.LAB}/history/"
LAB = library.default().lab(factories.LAB)


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


@pytest.fixture
def client(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def page(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_history_says_what_fills_it(client: Client) -> None:
    assert "The first state is kept when you start to type" in page(client)


def test_a_run_stands_there_with_its_verdict(client: Client, ada: Person) -> None:
    run = factories.finished_run(ada)
    html = page(client)
    assert run.get_absolute_url() in html
    assert run.sentence in html
    assert f"{PAGE}{run.snapshot_id}/" in html


def test_a_look_shows_what_would_come_back(client: Client, ada: Person) -> None:
    run = factories.finished_run(ada)
    html = page(client, f"{PAGE}{run.snapshot_id}/")
    assert "# one query a page instead of one a book" in html
    assert "1 added, 0 removed" in html


def test_bringing_back_leads_to_the_list_and_changes_the_files(client: Client, ada: Person) -> None:
    run = factories.finished_run(ada)
    answer = client.post(f"{PAGE}{run.snapshot_id}/bring-back/", follow=True)
    assert "All files as before" in answer.content.decode()
    assert Workspace.open(ada, LAB).contents(LAB)[factories.EDITED] == factories.edited()
    assert "Your files are exactly like this now" in page(client, f"{PAGE}{run.snapshot_id}/")


def test_one_file_can_be_brought_back_alone(client: Client, ada: Person) -> None:
    other = "bookshop/views.py"
    mine = {factories.EDITED: Blob.of(b"a\n").digest, other: Blob.of(b"b\n").digest}
    Workspace.open(ada, LAB).bring_back(LAB, Snapshot.of(mine))
    run = factories.finished_run(ada)
    client.post(f"{PAGE}{run.snapshot_id}/bring-back/", {"path": factories.EDITED})
    now = Workspace.open(ada, LAB).contents(LAB)
    assert (now[factories.EDITED], now[other]) == (factories.edited(), b"b\n")


def test_a_file_of_no_workspace_is_refused_in_words(client: Client, ada: Person) -> None:
    run = factories.finished_run(ada)
    sent = {"path": "bookshop/serve.py"}
    answer = client.post(f"{PAGE}{run.snapshot_id}/bring-back/", sent, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert "cannot be changed in this lab" in answer.json()["error"]


def test_many_states_come_by_pages(client: Client, ada: Person) -> None:
    workspace = Workspace.open(ada, LAB)
    for number in range(45):
        workspace.put_aside(LAB, factories.EDITED, f"{number}\n".encode())
    assert "page 1 of 2" in page(client)
    assert page(client, f"{PAGE}?page=2").count("data-look") == 5


def test_the_part_for_the_workbench_has_no_page_around_it(client: Client) -> None:
    assert "<html" not in page(client, f"{PAGE}?part=1")


def test_another_persons_state_is_not_there(client: Client) -> None:
    other = factories.version(factories.person())
    assert client.get(f"{PAGE}{other.snapshot_id}/").status_code == 404
    assert client.post(f"{PAGE}{other.snapshot_id}/bring-back/").status_code == 404


def test_a_long_history_takes_few_queries(
    client: Client, ada: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        factories.finished_run(ada)
    with django_assert_max_num_queries(12):
        page(client)


def test_an_editor_is_told_what_is_saved(client: Client, ada: Person) -> None:
    Workspace.open(ada, LAB).save_file(LAB, factories.EDITED, b"mine\n", None)
    told = client.get(f"/labs/{factories.LAB}/digests/").json()["digests"]
    assert told == {path: digest_of(content) for path, content in Workspace.open(ada, LAB).contents(LAB).items()}
