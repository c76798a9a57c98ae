"""The method, and how evidence is checked, are pages that anybody can read, and results lead to the first."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


def test_anybody_reads_how_a_change_is_measured(client: Client) -> None:
    page = client.get("/method/").content.decode()
    assert page.count("<h1") == 1
    assert "How a change is measured" in page
    assert "<table>" in page


def test_anybody_reads_how_evidence_is_checked(client: Client) -> None:
    page = client.get("/evidence/").content.decode()
    assert page.count("<h1") == 1
    assert "perfgym evidence verify FILE" in page


def test_a_result_leads_to_it(client: Client) -> None:
    run = factories.finished_run(factories.person(), pairs=120)
    client.force_login(run.owner)
    assert 'href="/method/"' in client.get(run.get_absolute_url()).content.decode()
