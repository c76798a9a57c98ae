"""What a person did in the guide of a lab: rounds, the steps in them, every answer, and every hint that was opened."""

from typing import Self

from django.db import models, transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Now

from perfgym.accounts.models import Person
from perfgym.catalog.lab import Lab
from perfgym.progress.errors import TooManyRounds
from perfgym.progress.prediction import Prediction
from perfgym.runs.models import Run

__all__ = ["SETTLED", "Answer", "Hint", "Judged", "Prediction", "Reached", "Round", "Standing", "Trial"]

ROUNDS = 20  # of one person in one lab


class Standing(models.TextChoices):
    """How a step that was reached stands."""

    OPEN = "open", "open"
    PASSED = "passed", "passed"
    SKIPPED = "skipped", "skipped"


SETTLED = (Standing.PASSED, Standing.SKIPPED)


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, person: Person) -> Self:
        """Own rounds; for an instructor those of the members of their cohorts; everything for staff."""
        if person.is_staff:
            return self
        taught = Person.objects.filter(cohorts__instructors=person)
        return self.filter(Q(owner=person) | Q(owner__in=taught.values("pk")))


class Round(models.Model):
    """One way through a lab from its first step on. Starting again ends it and begins another; it is kept."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rounds")
    lab = models.SlugField(max_length=80)
    lab_digest = models.CharField(max_length=64)  # of the lab as it was when the round began
    number = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "lab", "number"], name="one_round_a_number"),
            models.UniqueConstraint(
                fields=["owner", "lab"], condition=Q(ended_at__isnull=True), name="one_round_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.owner} in {self.lab}"

    @classmethod
    def current(cls, person: Person, lab: Lab) -> "Round":
        """The round that goes on, begun now where there is none."""
        found, _ = cls.objects.get_or_create(
            owner=person, lab=lab.slug, ended_at=None, defaults={"lab_digest": lab.digest}
        )
        return found

    @classmethod
    def again(cls, person: Person, lab: Lab) -> "Round":
        """End the round that goes on, and begin the next. Raises TooManyRounds."""
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=person.pk)
            mine = cls.objects.filter(owner=person, lab=lab.slug)
            last = mine.aggregate(last=Max("number"))["last"] or 0
            if last >= ROUNDS:
                raise TooManyRounds(ROUNDS)
            mine.filter(ended_at=None).update(ended_at=Now())
            return cls.objects.create(owner=person, lab=lab.slug, number=last + 1, lab_digest=lab.digest)


class Reached(models.Model):
    """A step that was opened in a round, and how it stands."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=80)  # the name of its page: numbers change when an author adds one
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.OPEN)
    opened_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "step"], name="one_row_a_step_of_a_round"),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="standing_known"),
            models.CheckConstraint(
                condition=Q(standing=Standing.OPEN, settled_at__isnull=True)
                | Q(~Q(standing=Standing.OPEN), settled_at__isnull=False),
                name="settled_when_it_says_so",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.standing}"

    def settle(self, standing: Standing) -> None:
        """Pass or skip it. What was passed stays passed."""
        rows = Reached.objects.filter(pk=self.pk).exclude(standing__in=[Standing.PASSED, standing])
        rows.update(standing=standing, settled_at=Now())
        self.refresh_from_db()


class Judged(models.TextChoices):
    """Whether an answer was judged."""

    YES = "yes", "judged"
    WAITING = "waiting", "waits for measurements by the platform"
    NOT = "not", "could not be judged"


class Answer(models.Model):
    """One answer to a step's check, right, wrong or not judged (yet), and what was said to it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answers")
    step = models.CharField(max_length=80)
    lab_digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    given = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=Judged.choices, default=Judged.YES)
    passed = models.BooleanField()
    points = models.PositiveIntegerField(default=0)
    message = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(passed=True) | Q(points=0), name="only_a_right_answer_earns"),
            models.CheckConstraint(condition=Q(state__in=Judged.values), name="judged_known"),
            models.CheckConstraint(condition=Q(state=Judged.YES) | Q(passed=False), name="only_the_judged_pass"),
            models.UniqueConstraint(
                fields=["round", "step"], condition=Q(state=Judged.WAITING), name="one_waiting_answer_a_step"
            ),
        ]
        indexes = [models.Index(fields=["round", "step", "-at"])]

    def __str__(self) -> str:
        return f"{self.step}: {'right' if self.passed else 'wrong' if self.state == Judged.YES else self.state}"


class Trial(models.Model):
    """A run of the platform's own that an answer waits for, by the name under which its check asked for it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="trials")
    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="trial_of")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "name"], name="one_trial_a_name")]

    def __str__(self) -> str:
        return f"{self.name} for {self.answer}"


class Hint(models.Model):
    """A hint that was opened, and what that cost. Who has read it has read it: it stays open in every round."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hints")
    lab = models.SlugField(max_length=80)
    step = models.CharField(max_length=80)
    index = models.PositiveSmallIntegerField()  # from 0
    cost = models.PositiveIntegerField(default=0)  # points
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = [F("index").asc()]
        constraints = [models.UniqueConstraint(fields=["owner", "lab", "step", "index"], name="one_row_a_hint")]

    def __str__(self) -> str:
        return f"hint {self.index + 1} of {self.step}"
