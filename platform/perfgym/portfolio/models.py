"""Portfolio entries: a finished comparison, in its owner's words."""

import secrets
from collections.abc import Collection
from functools import lru_cache
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Deferrable, Max, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.text import slugify

from perfgym.accounts.models import Person
from perfgym.errors import LearnerError
from perfgym.portfolio.credential import Credential, Issued
from perfgym.portfolio.profile import Profile
from perfgym.portfolio.sharing import Sharing
from perfgym.portfolio.shows import Shows
from perfgym.portfolio.story import Story
from perfgym.portfolio.visibility import Visibility, new_key
from perfgym.runs.models import Kind, Run, State

__all__ = [
    "MAX_WORDS",
    "Credential",
    "Entry",
    "EntryQuerySet",
    "Issued",
    "NotAnEntry",
    "Profile",
    "Sharing",
    "Story",
    "Visibility",
    "new_key",
]

MAX_WORDS = 20_000  # characters


class NotAnEntry(LearnerError):
    """Only a comparison that was judged can be shown as evidence."""


@lru_cache(maxsize=4096)
def _address(name: str, *arguments: str | int) -> str:
    """Long lists ask for several of each entry."""
    return reverse(name, args=arguments)


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, person: Person) -> Self:
        """For signed-in pages: own entries, those submitted to one's cohorts, everything for staff."""
        if person.is_staff:
            return self
        submitted = self.model.objects.filter(submissions__cohort__instructors=person)
        return self.filter(Q(owner=person) | Q(pk__in=submitted.values("pk")))

    def shown(self, handle: str, key: str = "") -> Self:
        """What anyone may see of a person's portfolio: public entries, and the unlisted one whose key was given."""
        unlisted = Q(visibility=Visibility.UNLISTED, key=key) if key else Q(pk__in=[])
        return self.filter(Q(visibility=Visibility.PUBLIC) | unlisted, owner__handle=handle, owner__is_active=True)

    def in_order(self) -> Self:
        """As the owner wants them read."""
        return self.order_by("-place")


class Entry(models.Model):
    """One result that someone stands by."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="entries")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="entry")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True, max_length=MAX_WORDS)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PRIVATE)
    key = models.CharField(max_length=40, default=new_key)
    shows_report = models.BooleanField(default=True)
    shows_change = models.BooleanField(default=True)
    shows_review = models.BooleanField(default=True)
    shows_machine = models.BooleanField(default=True)
    shows_credential = models.BooleanField(default=False)
    words_at = models.DateTimeField(db_default=Now())  # of the last change: is a review of these words or of older ones
    place = models.PositiveIntegerField(editable=False)  # in its owner's order (portfolio/order.py): the highest first
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "slug"], name="one_entry_a_slug"),
            models.UniqueConstraint(
                fields=["owner", "place"], name="one_entry_a_place", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="entry_visibility_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return _address("entry_edit", self.pk)

    @classmethod
    def of(cls, run: Run) -> "Entry":
        """The entry of a judged comparison, made now if there is none. Raises NotAnEntry."""
        if run.kind != Kind.COMPARE or run.state != State.FINISHED:
            raise NotAnEntry("Only a comparison with a verdict can go into a portfolio. Measure your change first.")
        lab = run.current_lab()
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(
                pk=run.owner_id
            )  # two at once: two places, one entry a run
            if known := cls.objects.filter(run=run).first():
                return known
            made = {"title": lab.title, "slug": cls._free_slug(run.owner, lab.slug), "place": cls._top(run.owner)}
            return cls.objects.create(run=run, owner=run.owner, **made)

    @classmethod
    def _free_slug(cls, owner: Person, lab: str) -> str:
        taken = cls.objects.filter(owner=owner, slug__startswith=slugify(lab)).count()
        return slugify(lab) if not taken else f"{slugify(lab)}-{secrets.token_hex(3)}"

    @classmethod
    def _top(cls, owner: Person) -> int:
        """The place of a new entry: before all others."""
        return 1 + (cls.objects.filter(owner=owner).aggregate(top=Max("place"))["top"] or 0)

    def keep(self, changed: Collection[str]) -> None:
        """Save what the owner changed (names of fields). Going private makes a link that was handed out worthless."""
        if {"title", "words"} & set(changed):
            self.words_at = Now()
        if "visibility" in changed and self.visibility == Visibility.PRIVATE:
            self.key = new_key()
        self.save()
        self.refresh_from_db(fields=["words_at"])

    def renew_link(self) -> None:
        """Another key: who has the old link sees nothing any more."""
        self.key = new_key()
        self.save(update_fields=["key", "changed_at"])

    @property
    def shows(self) -> Shows:
        """What the owner lets others see of it."""
        return Shows.of(self)

    @property
    def public_url(self) -> str:
        """Where others see it; a private entry has no such place."""
        return self._with_key(_address("public_entry", self.owner.handle, self.slug))

    @property
    def public_story_url(self) -> str:
        """Where others read its story, if the owner shows it."""
        return self._with_key(_address("public_story", self.owner.handle, self.slug))

    def _with_key(self, url: str) -> str:
        return f"{url}?key={self.key}" if self.visibility == Visibility.UNLISTED else url

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    @property
    def is_shared(self) -> bool:
        return self.visibility != Visibility.PRIVATE

    @property
    def sentence(self) -> str:
        return self.run.sentence

    @property
    def accepted(self) -> "models.QuerySet[Any]":
        """Submissions of this entry that an instructor accepted."""
        return self.submissions.filter(state="accepted").select_related("cohort", "reviewer")
