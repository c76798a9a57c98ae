"""An entry shown to a cohort's instructors, and what they decide about it."""

from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from perfgym.accounts.models import Person
from perfgym.cohorts.cohort import Cohort
from perfgym.cohorts.comment import Comment, Said
from perfgym.errors import LearnerError
from perfgym.portfolio.models import Entry

MAX_SHOWN = 300  # characters


class NeedsComment(LearnerError):
    """Asking for changes without saying which helps nobody."""

    def __init__(self) -> None:
        super().__init__("Say what should change: the learner sees only that. Nothing was decided yet.")


class OwnEntry(LearnerError):
    """Nobody decides about their own entry."""

    def __init__(self) -> None:
        super().__init__("This entry is your own. Another instructor of the cohort decides about it.")


class Moved(LearnerError):
    """What was read is not what would be decided about."""

    def __init__(self) -> None:
        super().__init__("This changed while you read it: look again. Nothing was decided; your text is kept below.")


class State(models.TextChoices):
    SUBMITTED = "submitted", "waiting for review"
    CHANGES = "changes", "changes asked for"
    ACCEPTED = "accepted", "accepted"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, person: Person) -> Self:
        """An owner's own, an instructor's cohorts', everything for staff."""
        if person.is_staff:
            return self
        taught = Cohort.objects.filter(instructors=person)
        return self.filter(Q(entry__owner=person) | Q(cohort__in=taught.values("pk")))

    def of_cohorts_taught_by(self, person: Person) -> Self:
        return self.filter(cohort__instructors=person)

    def waiting_for(self, instructor: Person) -> Self:
        """What an instructor has still to look at, the oldest first; never their own."""
        mine = self.of_cohorts_taught_by(instructor).exclude(entry__owner=instructor)
        return mine.filter(state=State.SUBMITTED).order_by("submitted_at", "pk")


class Submission(models.Model):
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="submissions")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="submissions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    submitted_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="reviewed")
    shown = models.CharField(max_length=MAX_SHOWN, blank=True)  # of an acceptance: the reviewer's words for everybody

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        app_label = "cohorts"
        constraints = [
            models.UniqueConstraint(fields=["entry", "cohort"], name="one_submission_a_cohort"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="submission_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} in {self.cohort}"

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.pk])

    @property
    def asks_for_changes(self) -> bool:
        return self.state == State.CHANGES

    @property
    def seen(self) -> str:
        """Names what a reviewer has before them: another after a decision, a new submission or new words."""
        return f"{self.state} {self.submitted_at.timestamp()} {self.entry.words_at.timestamp()}"

    @classmethod
    def send(cls, entry: Entry, cohort: Cohort) -> "Submission":
        """Submit, or submit again after a change; an accepted entry stays accepted."""
        submission, _ = cls.objects.get_or_create(entry=entry, cohort=cohort)
        asked = cls.objects.filter(pk=submission.pk, state=State.CHANGES)
        asked.update(state=State.SUBMITTED, submitted_at=Now())
        submission.refresh_from_db()
        return submission

    def say(self, author: Person, said: Said) -> Comment:
        return self.comments.create(author=author, body=said.body, path=said.path, line=said.line)

    def decide(self, reviewer: Person, state: State, said: Said, seen: str, shown: str = "") -> None:
        """Accept or ask for changes, and say so, in one step.

        `seen` names what the reviewer had before them; `shown` is what everybody may read of an acceptance, with the
        reviewer's name. Raises NeedsComment, OwnEntry and Moved.
        """
        if state is State.CHANGES and not said:
            raise NeedsComment
        if reviewer == self.entry.owner:
            raise OwnEntry
        with transaction.atomic():
            now = type(self).objects.select_for_update().select_related("entry").get(pk=self.pk)
            if seen != now.seen:
                raise Moved
            shown = shown.strip() if state is State.ACCEPTED else ""
            decided = type(self).objects.filter(pk=self.pk)
            decided.update(state=state, decided_at=Now(), reviewer=reviewer, shown=shown)
            if said:
                self.say(reviewer, said)
        self.refresh_from_db()
