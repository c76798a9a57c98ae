"""People. What a person may see is decided by each model's `visible_to(person)`, never here."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F
from django.utils.crypto import salted_hmac

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
    sign_outs = models.PositiveIntegerField(default=0, editable=False)  # each session holds for one of these numbers

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

    def sign_out_everywhere(self) -> None:
        """End every session of this person."""
        Person.objects.filter(pk=self.pk).update(sign_outs=F("sign_outs") + 1)
        self.refresh_from_db(fields=["sign_outs"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is checked against: it ends with another password, and by signing out everywhere."""
        said = f"{self.password} {self.sign_outs}"
        return salted_hmac("perfgym.accounts.session", said, secret=secret, algorithm="sha256").hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.handle:
            self.handle = free_handle(self.username, taken=Person.objects.values_list("handle", flat=True))
        super().save(*args, **kwargs)
