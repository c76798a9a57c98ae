"""What a trial runs and tells: the lab's app with a fault over it, under a locustfile of the lab or the learner."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.checks.trial import OWN, TrialSpec
from perfgym.runs import live, quota, work
from perfgym.runs.models import Run, State
from perfgym.runs.work import Worker
from perfgym.sandbox.fake import FakeDriver, FakePod, Write
from perfgym.sandbox.protocol import Labels, Part, Role
from perfgym.sandbox.slots import Slot
from perfgym.workspaces.models import Workspace, digest_of
from tests import factories
from tests.runs import told

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
FAULTY, STEPS, MINE = b"# the page is slow on purpose\n", b"# steps of the lab\n", b"# my own test\n"
EDIT = b"# my own change\n"


class Watched(FakeDriver):
    """Remembers what was started, and what its runner was told."""

    def __init__(self) -> None:
        self.started: list[Part] = []
        self.hello: dict[str, Any] = {}
        super().__init__({Role.DATABASE: told._database, Role.APP: told._app, Role.RUNNER: self._run})

    def open(self, labels: Labels) -> FakePod:
        pod = super().open(labels)
        start = pod.start

        def watched(part: Part) -> Any:
            self.started.append(part)
            return start(part)

        pod.start = watched  # type: ignore[method-assign]
        return pod

    def _run(self, sent: Iterator[bytes], write: Write) -> None:
        self.hello = json.loads(next(sent))
        for line in told.WHOLE:
            write(told.written(line))

    def files(self, role: Role) -> dict[str, bytes]:
        return dict(next(part.files for part in self.started if part.role is role))


@pytest.fixture
def ada(monkeypatch: pytest.MonkeyPatch) -> Person:
    """Someone with a changed app and a locustfile of their own, in a lab that has a fault."""
    known = library.default()
    lab = known.lab(factories.LAB)
    more = {"faults/slow-page/bookshop/formats.py": FAULTY, "trials/steps.py": STEPS}
    changed = replace(known, labs={**known.labs, lab.slug: replace(lab, files={**lab.files, **more})})
    monkeypatch.setattr(library, "default", lambda: changed)
    person = factories.person()
    space = Workspace.open(person, lab)
    for path, content in ((factories.EDITED, EDIT), ("locustfile.py", MINE)):
        space.save_file(lab, path, content, digest_of(lab.editable_files()[path]))
    return person


def tried(person: Person, spec: TrialSpec) -> tuple[Run, Watched]:
    with transaction.atomic():
        (run,) = Run.ask_trials(person, library.default().lab(factories.LAB), [spec])
    driver = Watched()
    assert Worker("w", driver, Slot((), ())).serve_one()
    run.refresh_from_db()
    return run, driver


def spec(locustfile: str = "trials/steps.py", fault: str = "", **more: Any) -> TrialSpec:
    return TrialSpec("one", "the app", locustfile, users=5, seconds=10, fault=fault, **more)


def test_the_app_is_the_labs_with_the_fault_over_it_and_never_the_learners(ada: Person) -> None:
    run, driver = tried(ada, spec(fault="slow-page"))
    assert (run.state, run.reason, run.result["count"]) == (State.FINISHED, "", 2)
    app, lab = driver.files(Role.APP), library.default().lab(factories.LAB)
    assert app["bookshop/formats.py"] == FAULTY
    assert app[factories.EDITED] == lab.starter()[factories.EDITED]
    assert driver.files(Role.RUNNER)["locustfile.py"] == STEPS
    assert not [path for path in app if path.startswith(("faults", "trials"))]


@pytest.mark.parametrize(("fault", "over"), [("", None), ("slow-page", FAULTY)])
def test_the_learners_own_test_is_the_one_of_the_answer(ada: Person, fault: str, over: bytes | None) -> None:
    _, driver = tried(ada, spec(OWN, fault))
    assert driver.files(Role.RUNNER)["locustfile.py"] == MINE
    usual = library.default().lab(factories.LAB).starter()["bookshop/formats.py"]
    assert driver.files(Role.APP)["bookshop/formats.py"] == (over or usual)


def test_a_locustfile_is_not_told_which_fault_it_meets(ada: Person) -> None:
    _, good = tried(ada, spec(OWN))
    _, faulty = tried(ada, spec(OWN, "slow-page"))
    assert good.hello == faulty.hello
    assert "slow-page" not in json.dumps(faulty.hello)
    parts = [[(part.role, part.command, sorted(part.files)) for part in driver.started] for driver in (good, faulty)]
    assert parts[0] == parts[1]


def test_only_its_stages_are_told_and_nothing_that_was_printed_is_kept(ada: Person) -> None:
    run, _ = tried(ada, spec(fault="slow-page"))
    events = live.kept(str(run.pk))
    assert {kind for kind, _ in events} == {"state", "end"}
    assert "slow-page" not in json.dumps(events)
    assert "measuring the app" in json.dumps(events)
    assert run.tail == ""
    assert "hello from the app" not in json.dumps(run.result)


def test_who_waits_is_told_before_the_end_is(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, bool]] = []

    def waits(run: Run) -> None:
        seen.append((run.state, any(kind == "end" for kind, _ in live.kept(str(run.pk)))))
        raise RuntimeError("whoever waits has a bad day")

    monkeypatch.setattr(work, "ENDED", [waits])
    run, _ = tried(ada, spec())
    assert seen == [("finished", False)]
    assert live.kept(str(run.pk))[-1][0] == "end"


def test_a_fault_that_is_not_there_is_our_fault(ada: Person) -> None:
    run, _ = tried(ada, spec(fault="no-such"))
    assert (run.state, run.reason) == (State.FAILED, "platform")


def test_the_trials_of_one_answer_count_as_one_run(ada: Person) -> None:
    with transaction.atomic():
        Run.ask_trials(ada, library.default().lab(factories.LAB), [replace(spec(), name=name) for name in "abcdef"])
    quota.check(Run.objects.filter(owner=ada))
    assert Run.objects.filter(owner=ada).open().count() == 6
