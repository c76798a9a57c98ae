"""Points, as they were given."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from perfgym.accounts.models import Person
from perfgym.runs.run import Run


class ScoreEventQuerySet(models.QuerySet["ScoreEvent"]):
    def visible_to(self, person: Person) -> Self:
        """Own points; for an instructor those of the members of their cohorts; everything for staff."""
        if person.is_staff:
            return self
        taught = Person.objects.filter(cohorts__instructors=person)
        return self.filter(models.Q(owner=person) | models.Q(owner__in=taught.values("pk")))


class ScoreEvent(models.Model):
    """Points, given once for a run. Totals are computed from these rows, never counted up."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="score")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="scores")
    lab = models.SlugField(max_length=80)
    points = models.PositiveIntegerField()
    at = models.DateTimeField(db_default=Now())

    objects = ScoreEventQuerySet.as_manager()

    class Meta:
        app_label = "runs"

    def __str__(self) -> str:
        return f"{self.points} for {self.run}"
