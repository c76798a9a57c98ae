"""A run: what was asked, who works on it, and what came out. PostgreSQL is the truth; Celery only rings the bell."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.charts import words
from perfgym.checks.trial import TrialSpec
from perfgym.runs import live, quota, trial
from perfgym.runs.killpoints import KillPoint, reached
from perfgym.runs.outcome import ADVICE, NO_ATTEMPT, Reason
from perfgym.workspaces.models import Snapshot, Workspace

if TYPE_CHECKING:
    from perfgym.runs.waiting import Outlook

LAST_WORDS = 200  # characters


class Kind(models.TextChoices):
    EXPLORE = "explore", "load test"
    COMPARE = "compare", "comparison"
    TRIAL = "trial", "measurement by PerfGym"


class State(models.TextChoices):
    QUEUED = "queued", "waiting"
    CLAIMED = "claimed", "starting"
    RUNNING = "running", "running"
    FINISHED = "finished", "finished"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


OPEN = (State.QUEUED, State.CLAIMED, State.RUNNING)
HELD = (State.CLAIMED, State.RUNNING)


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, person: Person) -> Self:
        """Own runs; for an instructor also what a learner of theirs has submitted; everything for staff.

        Trials are nobody's to look into: what they ran may be a variant with a fault, which is to be found out.
        """
        seen = self.exclude(kind=Kind.TRIAL)
        if person.is_staff:
            return seen
        submitted = self.model.objects.filter(entry__submissions__cohort__instructors=person)
        return seen.filter(models.Q(owner=person) | models.Q(pk__in=submitted.values("pk")))

    def followed_by(self, person: Person) -> Self:
        """Runs whose state one may follow: those that are visible, and one's own trials."""
        seen = self.model.objects.visible_to(person)
        return self.filter(models.Q(pk__in=seen.values("pk")) | models.Q(owner=person))

    def own(self, person: Person) -> Self:
        """Those of `person`: what is one's own needs no look at who has submitted what to whom."""
        return self.filter(owner=person).exclude(kind=Kind.TRIAL)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def judged(self) -> Self:
        """Comparisons that have a verdict."""
        return self.filter(kind=Kind.COMPARE, state=State.FINISHED)

    def of_today(self) -> Self:
        return self.filter(created_at__gt=Now() - timedelta(days=1))

    def places(self) -> int:
        """How many places they take of those that a learner has: the trials of one answer take one together."""
        trials = self.filter(kind=Kind.TRIAL).values("trial__batch").distinct()
        return self.exclude(kind=Kind.TRIAL).count() + trials.count()


class Run(models.Model):
    """One load test or one comparison of a frozen snapshot."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="runs")
    key = models.UUIDField(default=uuid.uuid4)  # idempotency key of the client
    kind = models.CharField(max_length=10, choices=Kind.choices)
    lab = models.SlugField(max_length=80)
    lab_digest = models.CharField(max_length=64)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT)
    change = models.CharField(max_length=64, blank=True)  # digest of what is measured: the own load test is no part
    settings = models.JSONField(default=dict)
    trial = models.JSONField(null=True, blank=True)  # of a trial: runs.trial.Wanted
    seed = models.BigIntegerField(default=0)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=24, blank=True)
    message = models.TextField(blank=True)
    fence = models.PositiveIntegerField(default=0)
    attempt = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    rung_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    result = models.JSONField(default=dict)
    fingerprint = models.JSONField(default=dict)
    points = models.PositiveIntegerField(default=0)
    tail = models.TextField(blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        app_label = "runs"
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="one_run_a_key"),
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(state__in=HELD), name="one_run_at_a_time_a_learner"
            ),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="run_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="run_kind_known"),
            models.CheckConstraint(
                condition=models.Q(kind="trial", trial__isnull=False)
                | models.Q(~models.Q(kind="trial"), trial__isnull=True),
                name="a_trial_says_what",
            ),
            models.CheckConstraint(condition=models.Q(reason__in=["", *sorted(Reason)]), name="run_reason_known"),
        ]
        indexes = [
            models.Index(fields=["state", "created_at"]),
            models.Index(fields=["owner", "lab", "-created_at"]),
            models.Index(fields=["owner", "-started_at"], name="run_last_start_of_a_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {str(self.id)[:8]} of {self.lab}"

    def get_absolute_url(self) -> str:
        return reverse("run_page", args=[self.pk])

    @property
    def is_final(self) -> bool:
        return self.state not in OPEN

    @classmethod
    def ask(cls, person: Person, lab: Lab, kind: Kind, settings: dict[str, Any], key: uuid.UUID) -> "Run":
        """Freeze the workspace and queue a run of it, in one transaction; the same key gives the same run.

        Raises QuotaExceeded, NoApp, and NotScored for a comparison. Who calls this rings the bell after the commit.
        """
        if kind == Kind.COMPARE:
            lab.check_scored()
        lab.check_app()
        with transaction.atomic():
            # One learner's requests are counted one after the other; a worker that writes their score does not wait.
            Person.objects.select_for_update(no_key=True).get(pk=person.pk)
            if known := cls.objects.filter(owner=person, key=key).first():
                return known
            quota.check(cls.objects.filter(owner=person))
            snapshot = Workspace.open(person, lab).freeze()
            run = cls.objects.create(
                owner=person,
                key=key,
                kind=kind,
                lab=lab.slug,
                lab_digest=lab.digest,
                snapshot=snapshot,
                change=snapshot.digest_without(lab.own_test),
                settings=settings,
            )
        reached(KillPoint.AFTER_ACCEPT)
        return run

    @classmethod
    def ask_trials(cls, person: Person, lab: Lab, specs: Sequence[TrialSpec]) -> list["Run"]:
        """Freeze the workspace and queue what the platform is to measure, all at once or nothing.

        They count as one run of those that a learner may have waiting. Raises QuotaExceeded. Who calls this is in a
        transaction, and rings the bell after the commit.
        """
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        quota.check(cls.objects.filter(owner=person))
        snapshot = Workspace.open(person, lab).freeze()
        common = {"owner": person, "kind": Kind.TRIAL, "lab": lab.slug, "lab_digest": lab.digest, "snapshot": snapshot}
        batch = uuid.uuid4().hex
        return [
            cls.objects.create(**common, settings=trial.settings(spec), trial=asdict(trial.wanted(spec, batch)))
            for spec in specs
        ]

    @property
    def sentence(self) -> str:
        """The claim of a judged comparison in words; empty for everything else."""
        return words.result_sentence(self.result) if self.result.get("ratio") else ""

    @property
    def reason_words(self) -> str:
        return self.reason.replace("_", " ")

    @property
    def advice(self) -> str:
        return ADVICE[Reason(self.reason)] if self.reason else ""

    @property
    def last_words(self) -> str:
        """The last line of its output, which of a traceback is the error itself."""
        lines = [line.strip() for line in self.tail.splitlines() if line.strip()]
        return lines[-1][:LAST_WORDS] if lines else ""

    def current_lab(self) -> Lab:
        return library.default().lab(self.lab)

    def before_files(self) -> dict[str, bytes]:
        return self.current_lab().editable_files()

    def after_files(self) -> dict[str, bytes]:
        return {**self.before_files(), **self.snapshot.contents()}

    def outlook(self) -> "Outlook":
        """Its place in the queue and about how long it will wait."""
        from perfgym.runs import waiting  # which reads the other runs

        return waiting.outlook(self)

    def state_now(self) -> dict[str, Any]:
        """What the live view shows where no event says more: state, place in the queue, time left, its page."""
        outlook = self.outlook()
        return {
            "kind": self.kind,
            "state": self.state,
            "stage": self.get_state_display(),
            "message": (trial.OURS if self.is_final and self.trial else self.message) or outlook.obstacle,
            "place": outlook.place,
            "wait_seconds": outlook.seconds and round(outlook.seconds),
            "waiting": outlook.sentence,
            "left_seconds": outlook.left and round(outlook.left),
            "final": self.is_final,
            "sentence": self.sentence,
            "said": self.last_words if self.reason == Reason.APP_START else "",
            "advice": self.advice if self.reason in NO_ATTEMPT else "",
            "url": self.get_absolute_url(),
        }

    def cancel(self) -> bool:
        """Ask for the end; the worker notices within a second. False when the run was already over."""
        changed = Run.objects.filter(pk=self.pk, state__in=OPEN).update(
            state=State.CANCELLED, reason=Reason.CANCELLED, finished_at=Now(), lease_until=None
        )
        self.refresh_from_db()
        if changed:
            transaction.on_commit(lambda: live.tell_end(str(self.pk), self.state_now()))
        return changed == 1
