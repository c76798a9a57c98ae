"""What somebody says about themselves at the head of their portfolio."""

from typing import Self

from django.db import models

from perfgym.accounts.models import Person

MAX_WORDS = 4_000  # characters
MAX_LINKS = 5
MAX_LINK = 300  # characters


class ProfileQuerySet(models.QuerySet["Profile"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, everything for staff. The world reads it on a portfolio page that has something public."""
        return self if person.is_staff else self.filter(owner=person)

    def shown(self, handle: str) -> Self:
        """What stands at the head of somebody's public page."""
        return self.filter(owner__handle=handle, owner__is_active=True)


class Profile(models.Model):
    """Own words, and where else one is found: a whole address a line."""

    owner = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="profile")
    words = models.TextField(blank=True, max_length=MAX_WORDS)
    links = models.TextField(blank=True, max_length=MAX_LINKS * (MAX_LINK + 2))
    changed_at = models.DateTimeField(auto_now=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        app_label = "portfolio"

    def __str__(self) -> str:
        return f"what {self.owner} says"

    @classmethod
    def of(cls, owner: Person) -> "Profile":
        """That of a person, begun now where there is none."""
        return cls.objects.get_or_create(owner=owner)[0]

    @property
    def found_at(self) -> list[tuple[str, str]]:
        """(address, the address as one reads it) of each link."""
        return [(address, address.split("://", 1)[-1].rstrip("/")) for address in self.links.split()]
