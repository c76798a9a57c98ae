"""A story card: an entry told aloud in two minutes, in the parts by which interviews listen."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Q, TextChoices, Value, When

from perfgym.accounts.models import Person

if TYPE_CHECKING:
    from perfgym.portfolio.models import Entry

MAX_PART = 2_000  # characters
PARTS = ("situation", "task", "action", "result", "trade_off")
OWN = tuple(part for part in PARTS if part != "result")  # without these it is no story; a result there always is


class Told(TextChoices):
    """How much of an entry's story is written."""

    NOTHING = "nothing", "not begun"
    BEGUN = "begun", "begun"
    WHOLE = "whole", "whole"


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; of others only what they show, with an entry that one may see; everything for staff."""
        if person.is_staff:
            return self
        from perfgym.portfolio.models import Entry  # which this model belongs to

        entries = Entry.objects.visible_to(person)
        return self.filter(Q(entry__owner=person) | Q(shown=True, entry__in=entries.values("pk")))

    def shown(self, entry: "Entry") -> Self:
        """What whoever may see this entry may read of its story."""
        return self.filter(entry=entry, shown=True)


class Story(models.Model):
    """What its owner says of an entry. `shown`: whoever may see the entry may read it too."""

    entry: "models.OneToOneField[Entry, Entry]" = models.OneToOneField(
        "portfolio.Entry", on_delete=models.CASCADE, related_name="story"
    )
    situation = models.TextField(blank=True, max_length=MAX_PART)
    task = models.TextField(blank=True, max_length=MAX_PART)
    action = models.TextField(blank=True, max_length=MAX_PART)
    result = models.TextField(blank=True, max_length=MAX_PART)  # beside what was measured
    trade_off = models.TextField(blank=True, max_length=MAX_PART)
    shown = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        app_label = "portfolio"

    def __str__(self) -> str:
        return f"the story of {self.entry}"

    @classmethod
    def of(cls, entry: "Entry") -> "Story":
        """That of an entry, begun now where there is none."""
        return cls.objects.get_or_create(entry=entry)[0]

    @property
    def told(self) -> Told:
        written = [bool(getattr(self, part).strip()) for part in OWN]
        return Told.WHOLE if all(written) else Told.BEGUN if any(written) else Told.NOTHING


def told(prefix: str = "story__") -> Case:
    """`Story.told` of each row of a query, computed by the database."""
    empty = [Q(**{f"{prefix}{part}": ""}) for part in OWN]
    none = Q(**{f"{prefix}pk__isnull": True}) | (empty[0] & empty[1] & empty[2] & empty[3])
    some = empty[0] | empty[1] | empty[2] | empty[3]
    return Case(When(none, then=Value(Told.NOTHING)), When(some, then=Value(Told.BEGUN)), default=Value(Told.WHOLE))
