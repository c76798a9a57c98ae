"""A bell rung in the site's process reaches a worker; and what waits is served where no bell is heard."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from perfgym.celery import app
from perfgym.embedded import urls
from tests.chaos.learners import sign_in
from tests.deployment import Deployment, deployment, wait_until

pytestmark = [pytest.mark.servers]

NEVER = "3600"  # seconds between two rounds of the dispatcher: nothing but the bell starts a run
BACKDATE = "UPDATE runs_run SET created_at = now() - interval '1 minute' WHERE id = %s RETURNING id"


@pytest.fixture
def platform(servers: Any, tmp_path: Path) -> Iterator[Deployment]:
    with deployment(servers, tmp_path, "fake") as running:
        running.environment["PERFGYM_QUEUE"] = f"q{uuid.uuid4().hex[:8]}"
        yield running


def state(platform: Deployment, run: str) -> str:
    return str(platform.rows("SELECT state FROM runs_run WHERE id = %s", run)[0][0])


def ready(platform: Deployment) -> bool:
    return "ready." in platform.log("worker")


def test_a_ring_from_the_site_reaches_a_worker(platform: Deployment) -> None:
    platform.start_chaos_worker(rounds=NEVER)
    platform.start_site()
    wait_until(lambda: ready(platform), "the worker is ready")
    (learner,) = sign_in(platform, 1)

    status, told = learner.ask(uuid.uuid4())

    assert status == 201, platform.log("site")
    wait_until(lambda: state(platform, told["id"]) == "finished", "the run is finished")


def test_a_worker_that_hears_no_bell_any_more_serves_all_the_same(platform: Deployment) -> None:
    """Its consumer is cancelled, as if it had gone deaf in a restart of Redis: what is rung stays in the queue."""
    platform.start_chaos_worker()
    platform.start_site()
    wait_until(lambda: ready(platform), "the worker is ready")
    broker = urls.celery_broker(platform.environment["REDIS_URL"])
    with app.connection_for_write(broker) as connection:
        queue = platform.environment["PERFGYM_QUEUE"]
        told = app.control.cancel_consumer(queue, reply=True, connection=connection, timeout=10, limit=1)
        assert "no longer consuming" in str(told)
    (learner,) = sign_in(platform, 1)

    _, run = learner.ask(uuid.uuid4())
    platform.rows(BACKDATE, run["id"])  # ten seconds unheard are too long for a test to wait

    wait_until(lambda: state(platform, run["id"]) == "finished", "the run is finished without a bell")
