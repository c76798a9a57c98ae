"""Makes people, cohorts, finished comparisons and entries for a test; every function saves what it makes."""

import io
from itertools import count
from statistics import median
from typing import Any

import numpy as np
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from perfgym.accounts.models import Person
from perfgym.appview.models import Session as AppSession
from perfgym.appview.models import Visit
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.charts import folded
from perfgym.cohorts.models import Cohort, Submission
from perfgym.measure import bundle
from perfgym.measure.bundle.columns import AFTER, BEFORE
from perfgym.measure.look import look
from perfgym.measure.percentiles import p50_p95_p99
from perfgym.measure.points import points
from perfgym.measure.rule import Metric
from perfgym.measure.samples import Segment
from perfgym.portfolio.models import Entry, Story
from perfgym.runs.models import Evidence, Kind, Run, ScoreEvent, State
from perfgym.runs.profile import Profile, Profiling
from perfgym.sqlconsole.models import Session, Statement
from perfgym.workspaces.models import Blob, Snapshot, Version, Workspace
from tests import loads
from tests.measure.measure_factories import segments

LAB = "sql-n-plus-one"
EDITED = "bookshop/queries.py"
FINGERPRINT = {"host": {"cpu": "a processor", "cores": 2}, "seed": 7}
_numbers = count(1)


def person(name: str = "", *, role: str = Person.Role.LEARNER, staff: bool = False, **more: Any) -> Person:
    name = name or f"person{next(_numbers)}"
    return Person.objects.create_user(name, role=role, is_staff=staff, **more)  # no password: hashing takes its time


def session(person: Person) -> str:
    """The key of a session in which this person is signed in: the value of their cookie."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def instructor(name: str = "") -> Person:
    return person(name, role=Person.Role.INSTRUCTOR)


def cohort(teacher: Person | None = None, *members: Person, name: str = "Performance 1") -> Cohort:
    made = Cohort.found(name, teacher or instructor())
    made.members.add(*members)
    return made


def queued_run(owner: Person, kind: Kind = Kind.COMPARE, **more: Any) -> Run:
    """One that waits, of an unchanged workspace."""
    lab = library.default().lab(LAB)
    return Run.objects.create(
        owner=owner, kind=kind, lab=lab.slug, lab_digest=lab.digest, snapshot=Snapshot.of({}), **more
    )


def finished_run(owner: Person, ratio: float = 0.4, *, metric: Metric = Metric.WALL, pairs: int = 12) -> Run:
    """A judged comparison of one edited file, with its evidence and its score; after/before is about `ratio`."""
    lab = library.default().lab(LAB)
    taken = segments(2, ratio, pairs=pairs)
    result, raw = judged(taken, metric, lab.score.reference_ratio)
    run = Run.objects.create(
        owner=owner,
        kind=Kind.COMPARE,
        lab=lab.slug,
        lab_digest=lab.digest,
        snapshot=Snapshot.of({EDITED: Blob.of(edited()).digest}),
        state=State.FINISHED,
        result=result,
        fingerprint=FINGERPRINT,
        points=result["points"],
    )
    Run.objects.filter(pk=run.pk).update(finished_at=run.created_at)
    run.refresh_from_db()
    Evidence.objects.create(run=run, bundle=raw)
    ScoreEvent.objects.create(run=run, owner=owner, lab=lab.slug, points=run.points)
    return run


LOADED = {"count": 2, "fails": 0, "rps": 2.0, "p50": 1.0, "p95": 2.0, "p99": 2.0}
PATH = "serve (bookshop/serve.py:9);handle (site-packages/flask/app.py:40)"
STACKS = (
    f"{PATH};books (bookshop/views.py:12);dumps (python3.12/json/__init__.py:183) 10\n"
    f"{PATH};books (bookshop/views.py:12);total (bookshop/queries.py:21) 70\n"
    f"{PATH} 20\n"
)
FASTER = f"{PATH};books (bookshop/views.py:12);joined (bookshop/queries.py:30) 25\n{PATH} 18\n"


def profiled_run(
    owner: Person, stacks: str = STACKS, *, problem: str = "", edits: dict[str, bytes] | None = None, **more: Any
) -> Run:
    """A load test that ended, with a CPU profile of 10 s unless `more` says otherwise."""
    facts: dict[str, Any] = {"profiling": Profiling.CPU, "seconds": 10.0, "requests": 200, **more}
    profile = Profile(**facts, samples=folded.read(stacks).root.count, folded=stacks, problem=problem)
    snapshot = Snapshot.of({path: Blob.of(content).digest for path, content in (edits or {}).items()})
    run = queued_run(owner, Kind.EXPLORE)
    run.state, run.result, run.snapshot = State.FINISHED, {**LOADED, "profile": profile.shown()}, snapshot
    run.change = snapshot.digest_without(None)
    run.save()
    Evidence.objects.create(run=run, bundle=profile.put_into(_no_rows()))
    return run


def _no_rows() -> bytes:
    packed = io.BytesIO()
    np.savez_compressed(packed, start_s=np.empty(0))
    return packed.getvalue()


def finished_load(owner: Person, *, seed: int = 1, **more: Any) -> Run:
    """A load test that is over, with its evidence; `more` goes to loads.result."""
    lab = library.default().lab(LAB)
    result, raw = loads.load(seed=seed, **more)
    run = Run.objects.create(
        owner=owner,
        kind=Kind.EXPLORE,
        lab=lab.slug,
        lab_digest=lab.digest,
        snapshot=Snapshot.of({}),
        settings=result["settings"],
        state=State.FINISHED,
        result=result,
        fingerprint={**FINGERPRINT, "cores": {"app": [1], "runner": [0]}},
    )
    Run.objects.filter(pk=run.pk).update(finished_at=run.created_at)
    run.refresh_from_db()
    if raw:
        Evidence.objects.create(run=run, bundle=raw)
    return run


def edited() -> bytes:
    """The starter's file with one line more, the first."""
    return b"# one query a page instead of one a book\n" + library.default().lab(LAB).editable_files()[EDITED]


def entry(owner: Person, **more: Any) -> Entry:
    made = Entry.of(finished_run(owner))
    for name, value in more.items():
        setattr(made, name, value)
    made.save()
    return made


def story(of: Entry, **more: Any) -> Story:
    """One that is told in all its parts, and that nobody else reads unless `more` says so."""
    said = {
        "situation": "The list of books was slow.",
        "task": "Halve it.",
        "action": "I joined.",
        "trade_off": "None.",
    }
    return Story.objects.create(entry=of, **{**said, **more})


def submission(learner: Person, to: Cohort, **more: Any) -> Submission:
    to.members.add(learner)
    return Submission.send(entry(learner, **more), to)


def lab() -> Lab:
    return library.default().lab(LAB)


def version(owner: Person) -> Version:
    """An earlier state of a workspace: one file, with what nobody else has typed."""
    workspace = Workspace.open(owner, lab())
    workspace.put_aside(lab(), EDITED, f"# typed by {owner}\n".encode())
    return workspace.versions.get()


def sql_session(owner: Person, plan: str | None = None) -> Session:
    """An open session of the SQL console, with one statement that is done."""
    session = Session.objects.create(owner=owner, lab=LAB, state="open", worker="w", fence=1)
    shown = {
        "results": [{"tag": "SELECT 1", "columns": [["n", "integer"]], "rows": [["1"]]}],
        "fault": None,
        "plan": plan,
    }
    Statement.objects.create(session=session, text="SELECT 1 AS n", state="done", ending="done", shown=shown)
    return session


def app_visit(owner: Person, **more: Any) -> Visit:
    """An open preview of the app, with one request that is answered."""
    session = app_session(owner)
    page = {"title": "Books", "body": {}, "nodes": [["h1", {}], "All books", ["/h1"], ["a", {"go": "/books/1"}], "one"]}
    facts = {"path": "/books", "status": 200, "reason": "OK", "headers": [["Content-Type", "text/html"]], "size": 120}
    times = {"ms": 42.0, "first_ms": 40.0, "whole": True, "queries": 3}
    shown = {**facts, **times, "kind": "page", "type": "text/html", "page": page, "text": "<h1>All books", "log": "up"}
    values = {"path": "/books", "state": "done", "ending": "done", "shown": shown, **more}
    return Visit.objects.create(session=session, **values)


def app_session(owner: Person) -> AppSession:
    """The one there is of this person, else an open one."""
    there = AppSession.objects.live().filter(owner=owner).first()
    return there or AppSession.objects.create(owner=owner, lab=LAB, state="open", worker="w", fence=1)


def judged(taken: list[Segment], metric: Metric, reference: float = 0.5) -> tuple[dict[str, Any], bytes]:
    """(what a run keeps as its result, its evidence bundle)"""
    found = look(taken, metric)
    assert found.judgement is not None
    verdict = bundle.stated(
        found.judgement,
        asked=metric,
        reference_ratio=reference,
        points=points(found.judgement, reference),
        **_shown(taken),
    )
    raw = bundle.write(
        verdict=verdict,
        fingerprint=FINGERPRINT,
        requests=bundle.Requests.of(_requests(taken)),
        segments=taken,
        files={EDITED: "+# one query a page instead of one a book"},
    )
    return {**verdict, "dropped_slices": len(found.gated.dropped)}, raw


def _shown(taken: list[Segment]) -> dict[str, Any]:
    pairs = [pair for segment in taken for pair in segment.pairs]
    slices = [each for segment in taken for each in segment.slices]
    before, after = [pair.before_ms for pair in pairs], [pair.after_ms for pair in pairs]
    n = sum(each.n_before for each in slices)
    return {
        "reason": None,
        "state": "finished",
        "level": "S3",
        "driver": "docker",
        "pairs": len(pairs),
        "answers_checked": 2 * len(pairs),
        "answers_wrong": 0,
        "measured_seconds": 12.0 * len(taken),
        "before": dict(zip(("p50", "p95", "p99"), p50_p95_p99(before), strict=True)),
        "after": dict(zip(("p50", "p95", "p99"), p50_p95_p99(after), strict=True)),
        "by_name": [{"name": "GET /books", "pairs": len(pairs), "before": median(before), "after": median(after)}],
        "cpu_ms_before": 1000 * sum(each.cpu_before_s for each in slices) / n,
        "cpu_ms_after": 1000 * sum(each.cpu_after_s for each in slices) / n,
    }


def _requests(taken: list[Segment]) -> list[bundle.Request]:
    """Two rows a pair with equal answers; pairs are numbered over the whole run."""
    number, rows = count(), []
    for at, segment in enumerate(taken):
        for pair in segment.pairs:
            index = next(number)
            for arm, ms in ((BEFORE, pair.before_ms), (AFTER, pair.after_ms)):
                rows.append(
                    bundle.Request(
                        arm, at, pair.slice, index, "GET /books", index / 40, ms, 200, 900, 2**63 + index, True
                    )
                )
    return rows
