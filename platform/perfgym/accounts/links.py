"""One-time sign-in links. Only the console issues them: for `up`, and for a deployment's first people."""

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

if TYPE_CHECKING:
    from perfgym.accounts.models import Person

VALID = timedelta(days=1)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class SignInLinkQuerySet(models.QuerySet["SignInLink"]):
    def issue(self, person: "Person") -> str:
        """The path of a fresh link, valid for a day and one use; of its 128-bit token only a digest is stored.

        Links of this person that were not used yet are withdrawn.
        """
        self.filter(person=person, used_at=None).delete()
        token = secrets.token_urlsafe(16)
        self.create(person=person, digest=digest_of(token), expires=Now() + VALID)
        return reverse("enter", args=[token])

    def redeem(self, token: str) -> "Person | None":
        """Whom the link signs in; None when it is unknown, used, expired or the account is closed. Uses it up."""
        link = self.filter(digest=digest_of(token)).select_related("person").first()
        if link is None or not link.person.is_active:
            return None
        fresh = self.filter(pk=link.pk, used_at=None, expires__gt=Now())
        return link.person if fresh.update(used_at=Now()) else None

    def belongs_to(self, token: str, person: "Person") -> bool:
        return self.filter(digest=digest_of(token), person=person).exists()


class SignInLink(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(db_default=Now())
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = SignInLinkQuerySet.as_manager()

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return f"sign-in link of {self.person}"
