"""Makes a finished load test of a learner, through the same code that keeps a real one."""

import base64
import random
from typing import Any

import numpy as np

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.runs import loaded
from perfgym.runs.exploration import Explored
from perfgym.runs.job import Job, unheard
from perfgym.runs.models import Evidence, Kind, Run, State
from perfgym.sandbox.fake import FakeDriver
from perfgym.sandbox.slots import Slot
from perfgym.workspaces.models import Snapshot
from tests import factories

SETTINGS = {"users": 10, "spawn_rate": 5, "seconds": 12}
NAMES = ("GET /books", "GET /books/[id]", "POST /books/[id]/reviews of a customer who is signed in")
STAGES = {"prepare": 0.4, "start": 2.7, "measure": 12.5, "stop": 0.3}
RATE = 40  # requests a second


def load_test(owner: Person, seed: int = 7) -> Run:
    """Twelve seconds of three kinds of requests, some of which failed."""
    lab = library.default().lab(factories.LAB)
    job = Job(
        lab, {}, FakeDriver({}), Slot((0,), (1,)), seed, "site", "run", 1, "worker", unheard, lambda: False, SETTINGS
    )
    outcome = loaded.explored(job, _told(random.Random(seed)), {}, "loaded 3 tasks\n", STAGES)
    run = Run.objects.create(
        owner=owner,
        kind=Kind.EXPLORE,
        lab=lab.slug,
        lab_digest=lab.digest,
        snapshot=Snapshot.of({}),
        state=State.FINISHED,
        settings=SETTINGS,
        result=outcome.result,
        fingerprint=outcome.fingerprint,
        tail=outcome.tail,
    )
    Run.objects.filter(pk=run.pk).update(finished_at=run.created_at)
    Evidence.objects.create(run=run, bundle=outcome.bundle)
    run.refresh_from_db()
    return run


def _told(chance: random.Random) -> Explored:
    """What a runner would have told of it."""
    found = Explored(names=dict(enumerate(NAMES)), summary={"op": "summary", "processes": 1})
    rows = [_row(chance, at / RATE) for at in range(RATE * SETTINGS["seconds"])]
    found.rows.add(base64.b64encode(np.array(rows, dtype="<f8").tobytes()).decode(), len(NAMES))
    found.seconds = [_second(t, [row for row in rows if t - 1 <= row[0] < t]) for t in range(1, 13)]
    found.errors = [[NAMES[2], "503 Service Unavailable: no connection to the database was free", 9]]
    return found


def _row(chance: random.Random, start: float) -> tuple[float, ...]:
    name = chance.choices((0, 1, 2), (6, 3, 1))[0]
    ms = chance.lognormvariate(3.2 + 0.6 * name, 0.5)
    return start, name, ms, float(name < 2 or chance.random() < 0.8), 900, ms


def _second(t: int, rows: list[tuple[float, ...]]) -> dict[str, Any]:
    p50, p95, p99 = (float(each) for each in np.percentile([row[2] for row in rows], (50, 95, 99)))
    return {
        "t": t, "users": min(10, 5 * t), "rps": float(len(rows)), "fails": float(sum(not row[3] for row in rows)),
        "p50": p50, "p95": p95, "p99": p99, "intended_p95": p95, "cpu": 0.2, "lag": 0.4, "due": 0, "begun": 0,
        "paced": 0, "app_cpu_seconds": 0.5 * t, "app_memory": 90e6 + 1e6 * t,
    }  # fmt: skip
