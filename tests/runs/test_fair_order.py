"""Round robin over learners: what the page promises is what the queue does, however much one learner asks for."""

import random
from datetime import timedelta

import pytest
from django.db.models import F
from django.db.models.functions import Now

from perfgym.accounts.models import Person
from perfgym.runs import claim as claims
from perfgym.runs import presence
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.outcome import Outcome
from perfgym.runs.waiting import NOBODY, Outlook
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
DONE = Outcome(result={"verdict": "faster"}, fingerprint={})
READY = {"name": "w", "state": "ready", "message": ""}
UNFIT = {"name": "u", "state": "unfit", "message": "this machine is too noisy"}


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    workers = [READY]
    monkeypatch.setattr(presence, "workers", lambda: workers)
    return workers


def asked(owner: Person, ago: float, kind: Kind = Kind.COMPARE, **more: object) -> Run:
    run = factories.queued_run(owner, kind, **more)
    Run.objects.filter(pk=run.pk).update(created_at=Now() - timedelta(seconds=ago))
    return run


def start(worker: str = "w") -> claims.Claim:
    """The next run begins, a second after everything before it."""
    Run.objects.update(
        started_at=F("started_at") - timedelta(seconds=1), created_at=F("created_at") - timedelta(seconds=1)
    )
    claim = claims.claim_next(worker)
    assert claim
    assert claims.begin(claim)
    return claim


def end(claim: claims.Claim) -> None:
    assert claims.finish(claim, DONE)


def waiting() -> list[Run]:
    return list(Run.objects.filter(state=State.QUEUED))


@pytest.mark.parametrize("seed", range(5))
def test_the_places_shown_are_the_order_of_starting(seed: int) -> None:
    draw = random.Random(seed)
    people = [factories.person() for _ in range(4)]
    for number in range(12):
        asked(draw.choice(people), ago=1000 + draw.random() * 900 - number)
    while runs := waiting():
        promised = {run.outlook().place: run for run in runs}
        assert sorted(promised) == list(range(1, len(runs) + 1))
        claim = start()
        assert claim.run == promised[1]
        if draw.random() < 0.3:  # somebody asks while it is at work
            asked(draw.choice(people), ago=draw.random())
        end(claim)


def test_two_hundred_submissions_delay_nobody_by_more_than_one_measurement() -> None:
    eager, other = factories.person(), factories.person()
    for number in range(200):  # rows of their own: the quota would let four in
        asked(eager, ago=3000 - number)
    for _ in range(3):
        end(start())
    at_work = start()
    single = asked(other, ago=0)

    assert single.outlook().place == 1
    end(at_work)
    assert start().run == single


def test_with_two_workers_one_learner_has_one_of_them() -> None:
    eager, other = factories.person(), factories.person()
    for number in range(50):
        asked(eager, ago=500 - number)
    start("w1")
    assert claims.claim_next("w2") is None  # kept for somebody else
    single = asked(other, ago=0)
    assert start("w2").run == single


def finished(owner: Person, seconds: float) -> None:
    run = factories.queued_run(owner, state=State.FINISHED)
    Run.objects.filter(pk=run.pk).update(
        started_at=Now() - timedelta(seconds=900 + seconds), finished_at=Now() - timedelta(seconds=900)
    )


def test_the_wait_is_what_those_before_take() -> None:
    for seconds in (80, 100, 120):
        finished(factories.person(), seconds)
    asked(factories.person(), ago=30)
    asked(factories.person(), ago=20, kind=Kind.EXPLORE, settings={"seconds": 44})
    outlook = asked(factories.person(), ago=10).outlook()
    assert outlook.place == 3
    assert outlook.seconds == pytest.approx(100 + 50, abs=2)
    assert outlook.sentence == "Third in line; it starts in about 3 minutes."


def test_what_is_at_work_counts_with_what_is_left_of_it() -> None:
    finished(factories.person(), 100)
    asked(factories.person(), ago=30)
    claim = start()
    Run.objects.filter(pk=claim.run.pk).update(started_at=Now() - timedelta(seconds=70))
    assert asked(factories.person(), ago=1).outlook().seconds == pytest.approx(30, abs=2)


def test_more_workers_make_it_shorter(here: list[dict[str, str]]) -> None:
    for ago in (30, 20, 10):
        asked(factories.person(), ago=ago)
    last = asked(factories.person(), ago=1)
    alone = last.outlook()
    here.append({**READY, "name": "w2"})
    together = last.outlook()
    assert (alone.place, together.place) == (4, 4)
    assert alone.seconds == pytest.approx(180)
    assert together.seconds == pytest.approx(60)


def test_own_runs_wait_for_each_other_even_where_a_worker_is_free(here: list[dict[str, str]]) -> None:
    here.append({**READY, "name": "w2"})
    ada = factories.person()
    asked(ada, ago=20)
    assert asked(ada, ago=10).outlook().seconds == pytest.approx(60)


@pytest.mark.parametrize(("workers", "obstacle"), [([], NOBODY), ([UNFIT], UNFIT["message"])])
def test_where_nobody_takes_it_no_time_is_promised(
    here: list[dict[str, str]], workers: list[dict[str, str]], obstacle: str
) -> None:
    here[:] = workers
    asked(factories.person(), ago=10)
    outlook = asked(factories.person(), ago=1).outlook()
    assert (outlook.place, outlook.seconds, outlook.obstacle) == (2, None, obstacle)
    assert outlook.sentence == "Second in line."


def test_an_unfit_worker_counts_for_load_tests(here: list[dict[str, str]]) -> None:
    here[:] = [UNFIT]
    asked(factories.person(), ago=10)
    outlook = asked(factories.person(), ago=1, kind=Kind.EXPLORE, settings={"seconds": 10}).outlook()
    assert (outlook.place, outlook.seconds, outlook.obstacle) == (1, 0, "")


def test_a_run_that_does_not_wait_has_no_place() -> None:
    asked(factories.person(), ago=1)
    run = start().run
    assert (run.outlook().place, run.outlook().sentence, run.state_now()["place"]) == (0, "", 0)


@pytest.mark.parametrize(
    ("place", "said"), [(1, "Next"), (2, "Second"), (10, "Tenth"), (11, "11th"), (22, "22nd"), (112, "112th")]
)
def test_a_place_is_said_as_people_say_it(place: int, said: str) -> None:
    assert Outlook(place).sentence == f"{said} in line."


def test_what_is_at_work_says_how_long_it_still_takes() -> None:
    finished(factories.person(), 100)
    asked(factories.person(), ago=30)
    claim = start()
    for ago, left in ((70, 30), (130, -30)):
        Run.objects.filter(pk=claim.run.pk).update(started_at=Now() - timedelta(seconds=ago))
        assert claim.run.outlook().left == pytest.approx(left, abs=2)
