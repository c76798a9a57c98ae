"""The whole app's source can be read, and shows what may be changed."""

import pytest
from django.test import Client

from perfgym.catalog import library
from perfgym.web import source
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PAGE = f"/labs/{factories.LAB}/source/"
LAB = library.default().lab(factories.LAB)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(factories.person())
    return client


def test_every_file_of_the_running_app_is_there(client: Client) -> None:
    html = client.get(PAGE).content.decode()
    assert all(f"<code>{path}</code>" in html for path in LAB.starter())
    assert html.count("you may change it") == len(LAB.editable_files()) - 1  # the load test is no part of the app


def test_the_editor_is_given_the_files_that_it_does_not_have(client: Client) -> None:
    found = client.get(PAGE, headers={"Accept": "application/json"}).json()["files"]
    paths = {file["path"] for file in found}
    assert "bookshop/serve.py" in paths
    assert not paths & set(LAB.editable_files())


def test_nothing_that_judges_the_learner_is_shown(client: Client) -> None:
    html = client.get(PAGE).content.decode()
    assert "contract.py" not in html
    assert "workloads/" not in html


def test_what_is_too_much_is_named_without_its_text(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST_BYTES", 200)
    html = client.get(PAGE).content.decode()
    assert all(f"<code>{path}</code>" in html for path in LAB.starter())
    assert "too large to show here" in html
