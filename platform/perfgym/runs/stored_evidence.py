"""The evidence of runs, as the database keeps it."""

from typing import Self

from django.db import models

from perfgym.accounts.models import Person
from perfgym.runs.run import OPEN, Run


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, person: Person) -> Self:
        """That of the runs one may see, once they are over: it holds the seed, which says what will be asked."""
        runs = Run.objects.visible_to(person).exclude(state__in=OPEN)
        return self.filter(run__in=runs.values("pk"))


class Evidence(models.Model):
    """The raw data of a run: one zip, everything shown can be computed from it again."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="evidence")
    bundle = models.BinaryField()
    digest = models.GeneratedField(  # by the database, so that no writer can forget it
        expression=models.Func(models.Func("bundle", function="sha256"), models.Value("hex"), function="encode"),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        app_label = "runs"

    def __str__(self) -> str:
        return f"evidence of {self.run}"
