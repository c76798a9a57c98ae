"""The same version adds to its data; each different version of a learner on a lab may spend less."""

import pytest

from perfgym.accounts.models import Person
from perfgym.measure.rule import ALPHA, alpha_of_attempt
from perfgym.runs import history
from perfgym.runs.models import Kind, Run, State
from perfgym.workspaces.models import Blob, Snapshot
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
HOST = "0123456789ab"


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def judged(owner: Person, change: str, host: str = HOST) -> Run:
    run = factories.finished_run(owner)
    run.change, run.fingerprint = change, {**run.fingerprint, "host_key": host}
    run.save()
    return run


def asked(owner: Person, change: str) -> Run:
    before = factories.finished_run(factories.person())
    return Run.objects.create(
        owner=owner,
        kind=Kind.COMPARE,
        lab=before.lab,
        lab_digest=before.lab_digest,
        snapshot=Snapshot.of({}),
        change=change,
    )


def test_the_first_version_spends_most_and_later_ones_less(ada: Person) -> None:
    assert history.alpha(asked(ada, "one")) == alpha_of_attempt(1)
    for number, change in enumerate(("one", "two", "three")):
        judged(ada, change)
        assert history.alpha(asked(ada, "new")) == alpha_of_attempt(number + 2)
    assert sum(alpha_of_attempt(k) for k in range(1, 10_000)) < ALPHA


def test_measuring_a_version_again_spends_what_it_spent(ada: Person) -> None:
    for change in ("one", "two", "one", "two"):
        judged(ada, change)
    assert history.alpha(asked(ada, "one")) == alpha_of_attempt(1)
    assert history.alpha(asked(ada, "two")) == alpha_of_attempt(2)


def test_a_run_without_a_verdict_spends_nothing(ada: Person) -> None:
    run = judged(ada, "one")
    Run.objects.filter(pk=run.pk).update(state=State.FAILED, reason="too_noisy")
    assert history.alpha(asked(ada, "two")) == alpha_of_attempt(1)


def test_other_learners_spend_their_own(ada: Person) -> None:
    judged(factories.person("bob"), "one")
    assert history.alpha(asked(ada, "two")) == alpha_of_attempt(1)
    assert history.earlier(asked(ada, "one"), HOST) is None


def test_the_same_version_goes_on_from_its_stored_data(ada: Person) -> None:
    judged(ada, "one")
    found = history.earlier(asked(ada, "one"), HOST)
    assert found is not None
    assert len(found.segments) == 2
    assert history.earlier(asked(ada, "two"), HOST) is None


def test_data_of_another_machine_are_never_joined(ada: Person) -> None:
    judged(ada, "one", host="another")
    assert history.earlier(asked(ada, "one"), HOST) is None


def test_the_own_load_test_is_no_part_of_a_version() -> None:
    app, test = Blob.of(b"app").digest, Blob.of(b"test").digest
    plain, tested = Snapshot.of({"a.py": app}), Snapshot.of({"a.py": app, "locustfile.py": test})
    assert plain.digest_without("locustfile.py") == tested.digest_without("locustfile.py") == plain.digest
    assert plain.digest != tested.digest
