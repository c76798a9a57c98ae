"""The people and things that the table speaks of, one of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

from django.db.models.functions import Now
from django.test import Client

from perfgym import signing
from perfgym.accounts.models import Person, SignInLink
from perfgym.catalog import library
from perfgym.cohorts.models import Said, Submission
from perfgym.portfolio.badge import Site
from perfgym.portfolio.models import Credential, Entry, Visibility
from perfgym.runs.models import Evidence, Kind, Run, State
from perfgym.runs.outcome import Reason
from perfgym.workspaces.models import Snapshot
from tests import factories
from tests.runs import statement_factories as statements

ROLES = {
    "A": "anonymous",
    "O": "owner",
    "M": "mate",
    "L": "other learner",
    "I": "instructor",
    "J": "other instructor",
    "S": "staff",
}


@dataclass(frozen=True)
class Scene:
    """`things` are by the names that addresses use; `strange` are things of the same form that are not there."""

    people: Mapping[str, Person]  # by letter
    cookies: Mapping[str, SimpleCookie]  # of a session of each
    things: Mapping[str, str]
    strange: Mapping[str, str]

    def client(self, letter: str, **more: Any) -> Client:
        """A browser of this person; each call gives a new one."""
        client = Client(raise_request_exception=False, **more)
        client.cookies = SimpleCookie({name: each.value for name, each in self.cookies.get(letter, {}).items()})
        return client


def make() -> Scene:
    people = _people()
    owner, teacher = people["O"], people["I"]
    cohort = factories.cohort(teacher, owner, people["M"])
    factories.cohort(people["J"], people["L"], name="Another")
    submission = factories.submission(owner, cohort)
    unlisted = factories.entry(owner, visibility=Visibility.UNLISTED)
    public = factories.entry(owner, visibility=Visibility.PUBLIC)
    accepted = factories.submission(owner, cohort)  # so the owner may see what good looks like
    Submission.objects.filter(pk=accepted.pk).update(state="accepted", decided_at=Now())
    Credential.issue(accepted.entry, Site("https://perfgym.example"))
    factories.story(public, shown=True), factories.story(unlisted, shown=True)
    factories.story(submission.entry)  # which nobody else reads
    comment = submission.say(teacher, Said("Well."))
    looked = factories.app_visit(owner)
    things = {
        "lab": factories.LAB,
        "file": factories.EDITED,
        "part": "note",
        "step": library.default().lab(factories.LAB).steps[0].name,
        "token": SignInLink.objects.issue(people["L"]).split("/")[2],
        "run": str(submission.entry.run_id),
        "waiting": str(_waiting(owner).pk),
        "trial": str(_trial(owner).pk),
        "version": factories.version(owner).snapshot_id,
        "load": str(factories.finished_load(owner).pk),
        "later": str(factories.finished_load(owner, seed=2).pk),
        "failed": str(_failed(owner).pk),
        "unchanged": str(factories.profiled_run(owner).pk),
        "profiled": str(factories.profiled_run(owner, factories.FASTER).pk),
        "counted": str(statements.explored(owner, statements.many()).pk),
        "compared": str(statements.compared(owner, statements.many(), statements.arm(statements.counted())).pk),
        "fingerprint": statements.counted().fingerprint,
        "statement": str(factories.sql_session(owner, statements.plan().json).statements.get().pk),
        "visit": str(looked.pk),
        "follow": looked.session.links()("/").split("/")[5],
        "entry": str(submission.entry_id),
        "handle": owner.handle,
        "mate": people["M"].handle,
        "submitted": submission.entry.slug,
        "unlisted": unlisted.slug,
        "key": unlisted.key,
        "public": public.slug,
        "certified": accepted.entry.slug,
        "signed": signing.public_keys()[0].key.id,
        "cohort": str(cohort.pk),
        "code": cohort.code,
        "submission": str(submission.pk),
        "comment": str(comment.pk),
    }
    return Scene(people, {letter: _cookies(person) for letter, person in people.items()}, things, _strange(things))


def _people() -> dict[str, Person]:
    return {
        "O": factories.person("owner", password="a long sentence of no importance"),  # the others have none
        "M": factories.person("mate"),
        "L": factories.person("other"),
        "I": factories.instructor("instructor"),
        "J": factories.instructor("other-instructor"),
        "S": factories.person("staff", staff=True),
    }


def _waiting(owner: Person) -> Run:
    return Run.objects.create(
        owner=owner, kind=Kind.COMPARE, lab=factories.LAB, lab_digest="0", snapshot=Snapshot.of({})
    )


def _trial(owner: Person) -> Run:
    """A measurement by the platform, over, with evidence that nobody may look into."""
    facts = {"batch": "b", "locustfile": "starter/locustfile.py", "fault": "slow-page", "says": "the app once more"}
    run = factories.queued_run(owner, Kind.TRIAL, trial=facts)
    Evidence.objects.create(run=run, bundle=b"raw")
    Run.objects.filter(pk=run.pk).update(state=State.FINISHED, result={"count": 1, "rps": 1.0}, finished_at=Now())
    return run


def _failed(owner: Person) -> Run:
    return Run.objects.create(
        owner=owner,
        kind=Kind.COMPARE,
        lab=factories.LAB,
        lab_digest="0",
        snapshot=Snapshot.of({}),
        state=State.FAILED,
        reason=Reason.APP_START,
        message="The application ended while it started, with exit code 1.",
        tail='Traceback (most recent call last):\n  File "/app/bookshop/queries.py", line 14\n    def books(\n'
        "             ^\nSyntaxError: '(' was never closed",
    )


def _cookies(person: Person) -> SimpleCookie:
    client = Client()
    client.force_login(person)
    return client.cookies


def _strange(things: Mapping[str, str]) -> dict[str, str]:
    """The same form, and nothing there."""
    last = max(Entry.objects.latest("pk").pk, *(int(value) for value in things.values() if value.isdecimal()))
    found = {}
    for name, value in things.items():
        found[name] = str(uuid4()) if value.count("-") == 4 else str(last + 1000) if value.isdecimal() else "nothing"
    return found
