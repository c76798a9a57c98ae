"""What a person's own runs say to the checks: theirs only, finished only, this lab's only, the newest first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from perfgym.accounts.models import Person
from perfgym.runs import own
from perfgym.runs.models import Kind, Run, State
from perfgym.workspaces.models import Blob, Snapshot, digest_of_all
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
RESULT = {
    "count": 120,
    "fails": 1,
    "rps": 12.5,
    "p50": 20.5,
    "p95": 40.0,
    "p99": 61.0,
    "seconds": 9.6,
    "by_name": [{"name": "GET /books", "count": 120, "fails": 1, "p50": 20.5, "p95": 40.0, "p99": 61.0}],
    "series": [
        {"t": 1, "p50": 20.0, "rps": 12.0},
        {"t": 2, "p50": None, "rps": 0.0},
        {"t": 3, "p50": 21.0, "rps": 13.0},
    ],
}


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def load_test(owner: Person, **more: object) -> Run:
    snapshot = more.pop("snapshot", Snapshot.of({}))
    values = {"state": State.FINISHED, "result": RESULT, "settings": {"users": 7}, "change": digest_of_all({}), **more}
    return Run.objects.create(
        owner=owner, kind=Kind.EXPLORE, lab=factories.LAB, lab_digest="0", snapshot=snapshot, **values
    )


def test_a_load_test_as_plain_data(ada: Person) -> None:
    load_test(ada)
    (test,) = own.evidence(ada, factories.LAB).load_tests
    assert (test.users, test.seconds, test.count, test.fails, test.as_found) == (7, 9.6, 120, 1, True)
    assert test.figures == {"p50": 20.5, "p95": 40.0, "p99": 61.0, "rps": 12.5}
    assert test.names["GET /books"].figures["p95"] == 40.0
    assert test.series["p50"] == (20.0, 21.0)
    assert dict(test.files) == {}


def test_a_comparison_as_plain_data(ada: Person) -> None:
    run = factories.finished_run(ada)
    (one,) = own.evidence(ada, factories.LAB).comparisons
    assert (one.verdict, one.sentence) == ("faster", run.sentence)
    assert one.low <= one.ratio <= one.high
    assert set(one.before) == {"p50", "p95", "p99", "cpu_ms"}
    assert one.before["p50"] == run.result["before"]["p50"]
    assert one.names == {"GET /books": (run.result["by_name"][0]["before"], run.result["by_name"][0]["after"])}
    assert one.files["verdict.json"]
    with pytest.raises(KeyError):
        one.files["nothing"]


def test_only_ones_own_finished_runs_of_this_lab_count(ada: Person) -> None:
    load_test(factories.person("bob"))
    load_test(ada, state=State.FAILED, reason="app_start")
    factories.queued_run(ada)
    Run.objects.filter(pk=load_test(ada).pk).update(lab="another")
    assert own.evidence(ada, factories.LAB) == own.Evidence()


def test_the_newest_come_first_and_older_ones_can_be_left_out(ada: Person) -> None:
    old, new = load_test(ada, settings={"users": 1}), load_test(ada, settings={"users": 2})
    Run.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=2))
    found = own.evidence(ada, factories.LAB)
    assert [test.users for test in found.load_tests] == [2, 1]
    assert found.load_tests[0].like != found.load_tests[1].like
    since = own.evidence(ada, factories.LAB, since=timezone.now() - timedelta(hours=1))
    assert [test.users for test in since.load_tests] == [new.settings["users"]]


def test_a_changed_app_is_not_the_one_that_was_found(ada: Person) -> None:
    changed = Snapshot.of({factories.EDITED: Blob.of(b"# mine").digest})
    load_test(ada, snapshot=changed, change=changed.digest)
    assert not own.evidence(ada, factories.LAB).load_tests[0].as_found
