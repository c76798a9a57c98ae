"""A class: its members, its instructors, and the code that lets one in."""

import secrets
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from perfgym.accounts.models import Person
from perfgym.errors import LearnerError

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters that are mistaken for one another


class NoSuchCode(LearnerError):
    """The join code is no cohort's."""

    def __init__(self) -> None:
        super().__init__("No cohort has this code. Check it with your instructor; nothing was changed.")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, person: Person) -> Self:
        if person.is_staff:
            return self
        mine = self.model.objects.filter(Q(members=person) | Q(instructors=person))
        return self.filter(pk__in=mine.values("pk"))


class Cohort(models.Model):
    """People who learn together, and the instructors who look at what they submit."""

    name = models.CharField(max_length=80)
    code = models.CharField(max_length=12, unique=True, default=new_code)
    instructors = models.ManyToManyField(Person, related_name="taught")
    members = models.ManyToManyField(Person, related_name="cohorts", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        app_label = "cohorts"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cohort", args=[self.pk])

    @classmethod
    def found(cls, name: str, instructor: Person) -> "Cohort":
        """A new cohort of this instructor."""
        cohort = cls.objects.create(name=name)
        cohort.instructors.add(instructor)
        return cohort

    @classmethod
    def join(cls, person: Person, code: str) -> "Cohort":
        """Add a person by the code their instructor gave them. Raises NoSuchCode."""
        cohort = cls.objects.filter(code=code.strip().lower()).first()
        if cohort is None:
            raise NoSuchCode
        cohort.members.add(person)
        return cohort

    def is_taught_by(self, person: Person) -> bool:
        return self.instructors.filter(pk=person.pk).exists()
