"""A portfolio page as a whole: who may open it, and whether it says its owner's full name."""

from hmac import compare_digest
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from perfgym.accounts.models import Person
from perfgym.portfolio.visibility import Visibility, new_key


class SharingQuerySet(models.QuerySet["Sharing"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; everything for staff."""
        return self if person.is_staff else self.filter(owner=person)


class Sharing(models.Model):
    """What somebody chose for their page. Who never chose has a public one, which is there once an entry is public."""

    owner = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="sharing")
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC)
    key = models.CharField(max_length=40, default=new_key)
    shows_name = models.BooleanField(default=True)

    objects = SharingQuerySet.as_manager()

    class Meta:
        app_label = "portfolio"
        constraints = [
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="sharing_visibility_known")
        ]

    def __str__(self) -> str:
        return f"the page of {self.owner}: {self.visibility}"

    @classmethod
    def of(cls, owner: Person) -> "Sharing":
        """What this person chose; not saved where they never did."""
        return cls.objects.filter(owner=owner).first() or cls(owner=owner)

    def opens_to(self, key: str) -> bool:
        """Whether anyone with this key may open the page."""
        if self.visibility == Visibility.UNLISTED:
            return compare_digest(self.key.encode(), key.encode())
        return self.is_public

    def keep(self, changed: list[str]) -> None:
        """Save what was chosen (names of fields). Going private makes a link that was handed out worthless."""
        if "visibility" in changed and self.visibility == Visibility.PRIVATE:
            self.key = new_key()
        self.save()

    def renew_link(self) -> None:
        """Another key: who has the old link sees nothing any more."""
        self.key = new_key()
        self.save()

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    @property
    def url(self) -> str:
        url = reverse("public_portfolio", args=[self.owner.handle])
        return f"{url}?key={self.key}" if self.visibility == Visibility.UNLISTED else url

    @property
    def name(self) -> str:
        """What the page calls its owner."""
        return self.owner.shown_name if self.shows_name else self.owner.handle
