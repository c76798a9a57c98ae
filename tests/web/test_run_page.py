"""The permanent page of a run, in each way a run can be."""

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.outcome import Reason
from perfgym.workspaces.models import Snapshot
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
SECOND = {"t": 1, "users": 10, "rps": 30.0, "fails": 0.0, "p50": 4.4, "p95": 10.5, "p99": 12.0}
NAME = {"name": "GET /books", "count": 30, "fails": 0, "p50": 4.4, "p95": 10.5, "p99": 12.0}
LOAD = {
    "count": 30,
    "rps": 30.0,
    "p50": 4.4,
    "p95": 10.5,
    "p99": 12.0,
    "fails": 0,
    "series": [SECOND],
    "by_name": [NAME],
}


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def run(owner: Person, **more: object) -> Run:
    values = {"kind": Kind.EXPLORE, "lab": factories.LAB, "lab_digest": "0", "snapshot": Snapshot.of({}), **more}
    return Run.objects.create(owner=owner, **values)


def page(person: Person, shown: Run) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(shown.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_comparison_shows_claim_strip_and_way_on(ada: Person) -> None:
    html = page(ada, factories.finished_run(ada))
    assert "faster, certain between" in html
    assert "chart-strip" in html
    assert "Put it into my portfolio" in html


def test_a_load_test_has_the_table_behind_its_chart(ada: Person) -> None:
    html = page(
        ada, run(ada, state=State.FINISHED, result={**LOAD, "settings": {"users": 10, "spawn_rate": 5, "seconds": 8}})
    )
    assert 'id="figure-seconds"' in html
    assert "10.5 ms" in html
    assert "uplot" not in html.lower()  # nothing is drawn by a script
    assert "<script" not in html
    assert "10 users, 5 started a second, 8 s" in html


def test_a_load_test_without_a_request_has_no_latency(ada: Person) -> None:
    html = page(
        ada, run(ada, state=State.FINISHED, result={"count": 0, "rps": 0.0, "fails": 0, "series": [], "by_name": []})
    )
    assert "No request was answered." in html
    assert "median" not in html


@pytest.mark.parametrize("reason", list(Reason))
def test_a_run_without_result_says_what_happened_what_it_means_and_what_to_do(ada: Person, reason: Reason) -> None:
    state = State.CANCELLED if reason is Reason.CANCELLED else State.FAILED
    failed = run(ada, kind=Kind.COMPARE, state=state, reason=reason, message="<i>bang</i>", tail="Traceback")
    html = page(ada, failed)
    assert "&lt;i&gt;bang&lt;/i&gt;" in html
    assert failed.advice.partition(".")[0] in html.replace("&#x27;", "'")
    assert "Traceback" in html
    assert "Put it into my portfolio" not in html


def test_a_run_that_goes_on_is_followed_with_and_without_javascript(ada: Person) -> None:
    html = page(ada, run(ada, state=State.QUEUED))
    assert "/events" in html
    assert '<noscript><meta http-equiv="refresh"' in html
    assert "Cancel this run" in html
