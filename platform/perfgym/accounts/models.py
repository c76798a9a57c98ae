"""People. What a person may see is decided by each model's `visible_to(person)`, never here."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models

from perfgym.accounts.handles import free_handle
from perfgym.accounts.links import SignInLink

__all__ = ["Person", "Role", "SignInLink"]


class Role(models.TextChoices):
    LEARNER = "learner", "learner"
    INSTRUCTOR = "instructor", "instructor"


class Person(AbstractUser):
    """Someone with an account. `handle` stands in public addresses (/p/HANDLE/) and never changes by itself."""

    Role = Role

    handle = models.SlugField(max_length=60, unique=True, editable=False)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.LEARNER)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="person_role_known"),
            models.CheckConstraint(condition=~models.Q(handle=""), name="person_has_handle"),
        ]

    @property
    def is_instructor(self) -> bool:
        return self.role == Role.INSTRUCTOR

    @property
    def shown_name(self) -> str:
        """What other people read: the full name if one was given, else the name used to sign in."""
        return self.get_full_name() or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.handle:
            self.handle = free_handle(self.username, taken=Person.objects.values_list("handle", flat=True))
        super().save(*args, **kwargs)
