"""Cohorts: people who learn together, the instructors who look at what they submit, and what is said about it."""

import secrets
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from perfgym.accounts.models import Person
from perfgym.errors import LearnerError
from perfgym.portfolio.models import Entry

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters that are mistaken for one another


class NoSuchCode(LearnerError):
    """The join code is no cohort's."""


class NeedsComment(LearnerError):
    """Asking for changes without saying which helps nobody."""


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, person: Person) -> Self:
        if person.is_staff:
            return self
        return self.filter(Q(members=person) | Q(instructors=person)).distinct()


class Cohort(models.Model):
    """A class."""

    name = models.CharField(max_length=80)
    code = models.CharField(max_length=12, unique=True, default=new_code)
    instructors = models.ManyToManyField(Person, related_name="taught")
    members = models.ManyToManyField(Person, related_name="cohorts", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CohortQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cohort", args=[self.pk])

    @classmethod
    def join(cls, person: Person, code: str) -> "Cohort":
        """Add a person by the code their instructor gave them. Raises NoSuchCode."""
        cohort = cls.objects.filter(code=code.strip().lower()).first()
        if cohort is None:
            raise NoSuchCode("No cohort has this code. Check it with your instructor; nothing was changed.")
        cohort.members.add(person)
        return cohort

    def is_taught_by(self, person: Person) -> bool:
        return self.instructors.filter(pk=person.pk).exists()


class State(models.TextChoices):
    SUBMITTED = "submitted", "waiting for review"
    CHANGES = "changes", "changes asked for"
    ACCEPTED = "accepted", "accepted"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, person: Person) -> Self:
        """An owner's own, and an instructor's cohorts'."""
        if person.is_staff:
            return self
        return self.filter(Q(entry__owner=person) | Q(cohort__instructors=person)).distinct()

    def waiting_for(self, instructor: Person) -> Self:
        """What an instructor has still to look at, the oldest first."""
        return self.filter(cohort__instructors=instructor, state=State.SUBMITTED).order_by("submitted_at")


class Submission(models.Model):
    """An entry shown to a cohort's instructors."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="submissions")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="submissions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    submitted_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="reviewed")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "cohort"], name="one_submission_a_cohort"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="submission_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} in {self.cohort}"

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.pk])

    @classmethod
    def send(cls, entry: Entry, cohort: Cohort) -> "Submission":
        """Submit, or submit again after a change; an accepted entry stays accepted."""
        submission, made = cls.objects.get_or_create(entry=entry, cohort=cohort)
        if not made and submission.state == State.CHANGES:
            cls.objects.filter(pk=submission.pk).update(state=State.SUBMITTED, submitted_at=Now())
            submission.refresh_from_db()
        return submission

    def decide(self, reviewer: Person, state: State, comment: str) -> None:
        """Accept or ask for changes, and say so, in one step. Raises NeedsComment."""
        if state is State.CHANGES and not comment.strip():
            raise NeedsComment("Say what should change: the learner sees only that. Nothing was decided yet.")
        with transaction.atomic():
            type(self).objects.filter(pk=self.pk).update(state=state, decided_at=Now(), reviewer=reviewer)
            if comment.strip():
                Comment.objects.create(submission=self, author=reviewer, body=comment)
        self.refresh_from_db()


class Comment(models.Model):
    """What was said about a submission; the owner and the cohort's instructors read it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="comments")
    body = models.TextField(max_length=20_000)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.author}: {self.body[:40]}"
